import type { Line } from './lines.ts'

const MAX_TITLE = 1_000

/** The line before the body, or before its date and byline, that is most like a headline; null where there is none. */
export function findTitle(lines: readonly Line[], start: number): Line | null {
  const before = start < 0 ? lines : lines.slice(0, start)
  let best: Line | null = null
  let bestWorth = 0
  for (const [i, line] of before.entries()) {
    if (line.text.length > MAX_TITLE) continue
    if (line.kind !== 'short' && !(line.kind === 'prose' && line.text.length < 200)) continue
    if (line.shape.words < 3 && line.shape.dense < 5) continue
    let worth = 2 + Math.min(line.shape.words, 14) / 7
    if (line.shape.endsSentence && !/[?!？！]$/.test(line.text)) worth -= 1.5
    const next = before.slice(i + 1, i + 4)
    if (next.some((other) => other.kind === 'date' || other.kind === 'byline')) worth += 2
    worth -= (before.length - 1 - i) * 0.08
    if (lines.filter((other) => other.text === line.text).length > 1) worth += 0.5
    if (worth > bestWorth) {
      best = line
      bestWorth = worth
    }
  }
  return best
}
