import { type ClassKind, classKindNames, classKinds } from './class-words.ts'

export const bit = Object.fromEntries(classKindNames.map((name, i) => [name, 1 << i])) as Readonly<
  Record<ClassKind, number>
>

const whole = new Map<string, number>()
const pieces: [string, number][] = []
for (const kind of classKindNames)
  for (const word of classKinds[kind].split(' ')) {
    if (word.startsWith('^')) whole.set(word.slice(1), (whole.get(word.slice(1)) ?? 0) | bit[kind])
    else pieces.push([word, bit[kind]])
  }

const known = new Map<string, number>()
const MAX_KNOWN = 20_000

/** The kinds (as bits) that a `class` and `id` name. Remembers what it was asked, up to a bound. */
export function classMask(className: string, id: string): number {
  const key = id ? `${className} #${id}` : className
  if (!key) return 0
  const seen = known.get(key)
  if (seen !== undefined) return seen
  const mask = compute(key.length > 400 ? key.slice(0, 400) : key)
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(Buffer.from(key).toString(), mask)
  return mask
}

function compute(key: string): number {
  let mask = 0
  for (const name of key.split(/[\s#]+/)) {
    if (!name) continue
    const words = name
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter(Boolean)
    for (const word of words) mask |= whole.get(word) ?? 0
    // A commentary is an article.
    const joined = words.join('').replace(/commentar(?:y|ies)/, '')
    mask |= whole.get(joined) ?? 0
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!
      if (joined.includes(piece[0])) mask |= piece[1]
    }
  }
  return mask
}
