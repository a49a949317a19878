import type { Line } from './lines.ts'

/** Kinds of lines that end the text. */
const stops = new Set(['legal', 'agency', 'widget', 'repeated'])

/** The longest run of prose, as the indexes of its first and last line; [-1, -1] when there is none. */
export function findBody(lines: readonly Line[]): [number, number] {
  let best: [number, number] = [-1, -1]
  let bestSize = 0
  let from = -1
  let to = -1
  let size = 0
  let gap = 0
  const close = (): void => {
    if (from >= 0 && size > bestSize) {
      best = [from, to]
      bestSize = size
    }
    from = -1
    size = 0
    gap = 0
  }
  for (const [i, line] of lines.entries()) {
    if (line.kind === 'prose') {
      if (from < 0) from = i
      to = i
      size += line.shape.size
      gap = 0
    } else if (from >= 0) {
      // Other lines can occur within the text; several in succession, or a line that ends an article, end the run.
      if (line.kind === 'legal' || line.kind === 'agency' || ++gap > 6) close()
      else if (stops.has(line.kind) && !lines.slice(i + 1, i + 3).some((next) => next.kind === 'prose'))
        close()
    }
  }
  close()
  if (best[0] >= 0) return best
  const short = lines.findIndex(
    (line) => line.kind === 'short' && line.shape.endsSentence && line.shape.words >= 5,
  )
  return short < 0 ? [-1, -1] : [short, short]
}
