/** The columns of a table of steps: blanks, other signs, then the letters a to z. */
export const BLANK = 0
export const SIGN = 1
const LETTER = 2
export const WIDTH = LETTER + 26

/** The column of each ASCII character; other characters have none. */
export const columns = new Uint8Array(128).fill(SIGN)
columns.fill(BLANK, 0, 33)
for (let i = 0; i < 26; i++) {
  columns[97 + i] = LETTER + i
  columns[65 + i] = LETTER + i
}

/** A machine that is fed letters: `state = steps[state * WIDTH + column]`, and says what each state means. */
export interface Automaton {
  readonly steps: Uint16Array
  readonly found: Int32Array
}

type Words = Iterable<readonly [word: string, value: number]>

/** Finds all of many pieces wherever they lie in what it is fed (Aho and Corasick 1975). */
export function pieceAutomaton(words: Words): Automaton {
  const { steps, found } = trie(words, 0)
  const fail = new Uint16Array(found.length)
  const queue: number[] = []
  for (let k = LETTER; k < WIDTH; k++) if (steps[k] !== 0) queue.push(steps[k]!)
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!
    const back = fail[node]!
    found[node]! |= found[back]!
    for (let k = LETTER; k < WIDTH; k++) {
      const to = steps[node * WIDTH + k]!
      const other = steps[back * WIDTH + k]!
      if (to === 0) steps[node * WIDTH + k] = other
      else {
        fail[to] = other
        queue.push(to)
      }
    }
  }
  return { steps, found }
}

/** Knows each of many words when it was fed just that, from state 0. */
export function wordAutomaton(words: Words): Automaton {
  return trie(words, 1)
}

/** @param dead the state from which no word continues; state 1 stays the same for every character. */
function trie(words: Words, dead: 0 | 1): { steps: Uint16Array; found: Int32Array } {
  const row: readonly number[] = new Array(WIDTH).fill(dead)
  const next: number[] = [...row, ...row]
  const values = [0, 0]
  for (const [word, value] of words) {
    let node = 0
    for (let i = 0; i < word.length; i++) {
      const at = node * WIDTH + columns[word.charCodeAt(i)]!
      if (next[at] === dead) {
        next[at] = values.length
        values.push(0)
        next.push(...row)
      }
      node = next[at]!
    }
    values[node]! |= value
  }
  return { steps: Uint16Array.from(next), found: Int32Array.from(values) }
}
