/** Whether articles that have a line or a form in common have nothing else in common. */

/** Articles that are held against each other. */
const MAX_HELD = 10

/**
 * How many of these articles have nothing to do with each other.
 * @param factsOf what an article says beside the line or the form
 */
export function countUnrelated(
  articles: readonly number[],
  factsOf: (article: number) => ReadonlySet<string>,
): number {
  const held: ReadonlySet<string>[] = []
  // Spread over all of them: the first few might be one event's.
  const step = Math.max(1, articles.length / MAX_HELD)
  for (let k = 0; k < articles.length && held.length < MAX_HELD; k += step) {
    const own = factsOf(articles[Math.floor(k)]!)
    if (held.every((other) => !areRelated(own, other))) held.push(own)
  }
  return held.length
}

/** Reports on one event share a quarter of their title words and names, or four of them. */
function areRelated(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const fact of few) if (many.has(fact)) shared++
  return shared >= 4 || shared >= Math.max(1, few.size) * 0.25
}
