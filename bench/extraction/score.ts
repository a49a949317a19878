/** Scores extracted articles against the labels that people made. */
export interface Expected {
  readonly title?: string | null
  readonly body?: string | null
}

export interface Score {
  readonly precision: number
  readonly recall: number
}

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []

function shingles(text: string): Map<string, number> {
  const list = tokens(text)
  const out = new Map<string, number>()
  for (let i = 0; i < Math.max(1, list.length - 3); i++) {
    const key = list.slice(i, i + 4).join('\u0001')
    if (key) out.set(key, (out.get(key) ?? 0) + 1)
  }
  return out
}

/** Precision and recall over shingles of four words, the measure of scrapinghub's article-extraction-benchmark. */
export function scoreBody(expected: string, got: string): Score {
  const a = shingles(expected)
  const b = shingles(got)
  let both = 0
  let wanted = 0
  let given = 0
  for (const [key, count] of a) {
    wanted += count
    both += Math.min(count, b.get(key) ?? 0)
  }
  for (const count of b.values()) given += count
  return { precision: given === 0 ? 0 : both / given, recall: wanted === 0 ? 0 : both / wanted }
}

/** F1 of the mean precision and the mean recall over pages, in percent. */
export function meanF1(scores: readonly Score[]): number {
  const mean = (pick: (score: Score) => number): number =>
    scores.reduce((sum, score) => sum + pick(score), 0) / Math.max(1, scores.length)
  const precision = mean((score) => score.precision)
  const recall = mean((score) => score.recall)
  return precision + recall === 0 ? 0 : (200 * precision * recall) / (precision + recall)
}

/** Titles are the same when they differ only in white space, quotes and dashes. */
export function sameTitle(expected: string, got: string | null | undefined): boolean {
  const clean = (text: string): string =>
    text
      .normalize('NFKC')
      .replace(/[‘’‚′`´]/g, "'")
      .replace(/[“”„″«»]/g, '"')
      .replace(/[‐‑‒–—―−]/g, '-')
      .replace(/\s+/g, ' ')
      .trim()
  return got !== null && got !== undefined && clean(expected) === clean(got)
}
