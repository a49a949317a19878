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
const findPieces = automaton(pieces)

const knownNames = new Map<string, number>()
const MAX_KNOWN = 30_000
const MAX_LENGTH = 400

/** What one page's `class` and `id` values were found to say; a page repeats few of them many times. */
export type ClassMemory = Map<string, number>

/** The kinds (as bits) that a `class` and `id` name. */
export function classMask(
  className: string | undefined,
  id: string | undefined,
  memory: ClassMemory,
): number {
  return (className ? maskOf(className, memory) : 0) | (id ? maskOf(id, memory) : 0)
}

function maskOf(names: string, memory: ClassMemory): number {
  const seen = memory.get(names)
  if (seen !== undefined) return seen
  let mask = 0
  const length = Math.min(names.length, MAX_LENGTH)
  let from = -1
  for (let i = 0; i <= length; i++) {
    const space = i === length || names.charCodeAt(i) <= 32
    if (!space) {
      if (from < 0) from = i
    } else if (from >= 0) {
      const name = names.slice(from, i)
      from = -1
      let known = knownNames.get(name)
      if (known === undefined) {
        known = maskOfName(name)
        if (knownNames.size >= MAX_KNOWN) knownNames.clear()
        // A slice of the page would keep the page in memory.
        knownNames.set(Buffer.from(name).toString(), known)
      }
      mask |= known
    }
  }
  memory.set(names, mask)
  return mask
}

function maskOfName(name: string): number {
  const lower = name.toLowerCase()
  // A camel's humps are only found where both spellings have the same length.
  const humps = lower !== name && lower.length === name.length
  let mask = 0
  let joined = ''
  let from = -1
  for (let i = 0; i <= lower.length; i++) {
    const c = i < lower.length ? lower.charCodeAt(i) : 0
    const letter = (c >= 97 && c <= 122) || c > 127
    if (from >= 0 && (!letter || (humps && isHump(name, i)))) {
      const word = lower.slice(from, i)
      mask |= whole.get(word) ?? 0
      joined += word
      from = -1
    }
    if (letter && from < 0) from = i
  }
  mask |= whole.get(joined) ?? 0
  // A commentary is an article.
  return mask | findPieces(joined.includes('commentar') ? joined.replace(/commentar(?:y|ies)/, '') : joined)
}

function isHump(name: string, i: number): boolean {
  const c = name.charCodeAt(i)
  const before = name.charCodeAt(i - 1)
  return c >= 65 && c <= 90 && before >= 97 && before <= 122
}

/** All of many strings that a text holds, in one pass (Aho and Corasick 1975), over a flat table. */
function automaton(patterns: readonly (readonly [string, number])[]): (text: string) => number {
  const columns = new Map<number, number>()
  for (const [pattern] of patterns)
    for (const c of pattern) if (!columns.has(c.charCodeAt(0))) columns.set(c.charCodeAt(0), columns.size + 1)
  const width = columns.size + 1
  /** The column of each ASCII character; 0 is that of characters which no pattern has. */
  const ascii = new Uint8Array(128)
  for (const [c, column] of columns) if (c < 128) ascii[c] = column
  const columnOf = (c: number): number => (c < 128 ? ascii[c]! : (columns.get(c) ?? 0))

  const next: number[] = new Array(width).fill(0)
  const out: number[] = [0]
  for (const [pattern, value] of patterns) {
    let node = 0
    for (let i = 0; i < pattern.length; i++) {
      const at = node * width + columnOf(pattern.charCodeAt(i))
      if (next[at] === 0) {
        next[at] = out.length
        out.push(0)
        for (let k = 0; k < width; k++) next.push(0)
      }
      node = next[at]!
    }
    out[node]! |= value
  }
  const steps = Uint16Array.from(next)
  const fail = new Uint16Array(out.length)
  const queue: number[] = []
  for (let k = 1; k < width; k++) if (steps[k] !== 0) queue.push(steps[k]!)
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!
    const back = fail[node]!
    out[node]! |= out[back]!
    for (let k = 1; k < width; k++) {
      const to = steps[node * width + k]!
      const other = steps[back * width + k]!
      if (to === 0) steps[node * width + k] = other
      else {
        fail[to] = other
        queue.push(to)
      }
    }
  }
  const found = Int32Array.from(out)
  return (text) => {
    let node = 0
    let mask = 0
    for (let i = 0; i < text.length; i++) {
      node = steps[node * width + columnOf(text.charCodeAt(i))]!
      mask |= found[node]!
    }
    return mask
  }
}
