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
  let mask = 0
  let joined = ''
  let word = ''
  const end = (): void => {
    if (!word) return
    mask |= whole.get(word) ?? 0
    joined += word
    word = ''
  }
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i)
    if (c >= 97 && c <= 122) word += name[i]
    else if (c >= 65 && c <= 90) {
      const before = name.charCodeAt(i - 1)
      if (before >= 97 && before <= 122) end()
      word += String.fromCharCode(c + 32)
    } else if (c > 127) word += name[i]!.toLowerCase()
    else end()
  }
  end()
  mask |= whole.get(joined) ?? 0
  // A commentary is an article.
  return mask | findPieces(joined.includes('commentar') ? joined.replace(/commentar(?:y|ies)/, '') : joined)
}

/** All of many strings that a text holds, in one pass (Aho and Corasick 1975). */
function automaton(patterns: readonly (readonly [string, number])[]): (text: string) => number {
  const next: Map<number, number>[] = [new Map()]
  const fail: number[] = [0]
  const out: number[] = [0]
  for (const [pattern, value] of patterns) {
    let node = 0
    for (let i = 0; i < pattern.length; i++) {
      const c = pattern.charCodeAt(i)
      let to = next[node]!.get(c)
      if (to === undefined) {
        to = next.length
        next.push(new Map())
        fail.push(0)
        out.push(0)
        next[node]!.set(c, to)
      }
      node = to
    }
    out[node]! |= value
  }
  const queue = [...next[0]!.values()]
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!
    for (const [c, to] of next[node]!) {
      let back = fail[node]!
      while (back !== 0 && !next[back]!.has(c)) back = fail[back]!
      const target = next[back]!.get(c)
      fail[to] = target !== undefined && target !== to ? target : 0
      out[to]! |= out[fail[to]!]!
      queue.push(to)
    }
  }
  return (text) => {
    let node = 0
    let found = 0
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      let to = next[node]!.get(c)
      while (to === undefined && node !== 0) {
        node = fail[node]!
        to = next[node]!.get(c)
      }
      node = to ?? 0
      found |= out[node]!
    }
    return found
  }
}
