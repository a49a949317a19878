import type { Page } from '../src/core/page/blocks.ts'

export interface Labels {
  /** Share of each block that belongs to the body: 1, 0, or between for a mixed block. */
  readonly target: Float32Array
  /** Weight of each block in training; 0 for a block whose label is unknown. */
  readonly weight: Float32Array
}

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []

/**
 * Labels the blocks of a page by a gold body. A long block gets the share of its 4-grams that are in the body; a short block
 * counts as body text if the body contains it whole, between the places that the long blocks before and after it match.
 */
export function labelBlocks(page: Page, body: string, unsure = ''): Labels {
  const n = page.blocks.length
  const target = new Float32Array(n)
  const weight = new Float32Array(n)
  const gold = tokens(body)
  const places = new Map<string, number[]>()
  for (let i = 0; i + 4 <= gold.length; i++) {
    const gram = gold.slice(i, i + 4).join(' ')
    const list = places.get(gram)
    if (list) list.push(i)
    else places.set(gram, [i])
  }
  const goldLine = ` ${gold.join(' ')} `
  const offsets: number[] = []
  let offset = 1
  for (const token of gold) {
    offsets.push(offset)
    offset += token.length + 1
  }
  const unsureLine = ` ${tokens(unsure).join(' ')} `
  const own = page.blocks.map((block) => tokens(block.text))
  const place = new Int32Array(n).fill(-1)
  const used = new Map<string, number>()
  for (let i = 0; i < n; i++) {
    const list = own[i]!
    weight[i] = 0.4 + Math.min(list.length, 80) / 20
    if (list.length < 8) continue
    let found = 0
    let first = -1
    const grams = list.length - 3
    for (let k = 0; k < grams; k++) {
      const at = places.get(list.slice(k, k + 4).join(' '))
      if (at) {
        found++
        if (first < 0) first = at[0]!
      }
    }
    target[i] = found / grams
    if (target[i]! > 0.85) target[i] = 1
    if (target[i]! < 0.15) target[i] = 0
    if (target[i]! >= 0.5) place[i] = first
    // A text that is twice on the page: only one of the blocks can be the body's, see below.
    const key = list.join(' ')
    if (target[i] === 1) {
      const times = used.get(key) ?? 0
      used.set(key, times + 1)
    }
    if (unsureLine.length > 10 && unsureLine.includes(list.slice(0, 8).join(' '))) weight[i] = 0
  }
  for (const [key, times] of used) {
    if (times < 2) continue
    const candidates = own.map((list, i) => (list.join(' ') === key ? i : -1)).filter((i) => i >= 0)
    const support = (i: number): number => {
      let sum = 0
      for (let k = Math.max(0, i - 4); k <= Math.min(n - 1, i + 4); k++) if (k !== i && place[k]! >= 0) sum++
      return sum
    }
    const best = candidates.reduce((a, b) => (support(b) > support(a) ? b : a))
    for (const i of candidates)
      if (i !== best) {
        target[i] = 0
        place[i] = -1
        weight[i] = weight[i]! * 0.3
      }
  }
  dropContained(own, target, place, weight, goldLine)
  // Short blocks: searched in the body between the nearest long blocks that match.
  for (let i = 0; i < n; i++) {
    const list = own[i]!
    if (list.length >= 8) continue
    if (list.length === 0) {
      weight[i] = 0
      continue
    }
    let before = i - 1
    while (before >= 0 && place[before]! < 0) before--
    let after = i + 1
    while (after < n && place[after]! < 0) after++
    const from = before < 0 ? 0 : offsets[place[before]!]!
    const to =
      after < n
        ? offsets[place[after]!]!
        : before < 0
          ? goldLine.length
          : Math.min(goldLine.length, from + 4000)
    if (before < 0 && after >= n) continue
    if (i - before > 25 && before >= 0 && after >= n) continue
    const window = goldLine.slice(Math.max(0, (before < 0 ? Math.max(0, to - 600) : from) - 1), to)
    target[i] = window.includes(` ${list.join(' ')} `) ? 1 : 0
    if (unsureLine.length > 10 && unsureLine.includes(` ${list.join(' ')} `)) weight[i] = 0
  }
  return { target, weight }
}

/** Longer ones are paragraphs, however often their text stands on the page. */
const LONGEST_EXCERPT = 60

/**
 * A caption, pull quote or teaser that says a sentence of the text once more: the gold body has it as often as other blocks do
 * that say more, so the shorter block is none of it.
 */
function dropContained(
  own: readonly (readonly string[])[],
  target: Float32Array,
  place: Int32Array,
  weight: Float32Array,
  goldLine: string,
): void {
  const lines = own.map((list, i) => (target[i]! > 0.85 && list.length >= 8 ? ` ${list.join(' ')} ` : ''))
  for (const [i, line] of lines.entries()) {
    if (line === '' || own[i]!.length > LONGEST_EXCERPT) continue
    let others = 0
    for (const other of lines) if (other.length > line.length && other.includes(line)) others++
    if (others === 0 || timesIn(goldLine, line) > others) continue
    target[i] = 0
    place[i] = -1
    weight[i] = weight[i]! * 0.5
  }
}

function timesIn(text: string, part: string): number {
  let times = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length - 1)) times++
  return times
}
