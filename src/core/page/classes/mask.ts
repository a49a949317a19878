import { BLANK, columns, pieceAutomaton, SIGN, WIDTH, wordAutomaton } from '../../text/word-automaton.ts'
import { type ClassKind, classKindNames, classKinds } from './words.ts'

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

const isAscii = (word: string): boolean => /^[a-z]+$/.test(word)
/** A commentary is an article: a name that has one in it takes the slow way. */
const COMMENTARY = 1 << 30
const piece = pieceAutomaton([...pieces.filter(([word]) => isAscii(word)), ['commentar', COMMENTARY]])
const word = wordAutomaton([...whole].filter(([name]) => isAscii(name)))

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
  const mask = quickMask(names) ?? slowMask(names.slice(0, MAX_LENGTH))
  memory.set(names, mask)
  return mask
}

/** One pass over the names, for those in ASCII. */
function quickMask(names: string): number | null {
  const length = Math.min(names.length, MAX_LENGTH)
  let mask = 0
  /** The states of the machines: pieces and the name as one word continue across signs, words do not. */
  let inPieces = 0
  let inName = 0
  let inWord = 0
  let before = 0
  for (let i = 0; i < length; i++) {
    const c = names.charCodeAt(i)
    if (c > 127) return null
    const column = columns[c]!
    if (column > SIGN) {
      if (c <= 90 && before >= 97 && before <= 122) {
        mask |= word.found[inWord]!
        inWord = 0
      }
      inPieces = piece.steps[inPieces * WIDTH + column]!
      mask |= piece.found[inPieces]!
      inWord = word.steps[inWord * WIDTH + column]!
      inName = word.steps[inName * WIDTH + column]!
    } else {
      mask |= word.found[inWord]!
      inWord = 0
      if (column === BLANK) {
        mask |= word.found[inName]!
        inName = 0
        inPieces = 0
      }
    }
    before = c
  }
  mask |= word.found[inWord]! | word.found[inName]!
  return mask & COMMENTARY ? null : mask
}

/** The same name by name, with the letters of any script. */
function slowMask(names: string): number {
  let mask = 0
  for (const name of names.split(/[\0-\x20]+/)) {
    let joined = ''
    for (const [part] of name.matchAll(/[a-z\u0080-\uffff]+|[A-Z](?:[a-z\u0080-\uffff]|(?<![a-z])[A-Z])*/g)) {
      const lower = part.toLowerCase()
      mask |= whole.get(lower) ?? 0
      joined += lower
    }
    mask |= whole.get(joined) ?? 0
    const told = joined.replace(/commentar(?:y|ies)/, '')
    for (const [text, value] of pieces) if (told.includes(text)) mask |= value
  }
  return mask
}
