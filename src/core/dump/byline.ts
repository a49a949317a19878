import { parseByline } from '../people/byline.ts'
import type { OutletFacts } from '../record/record.ts'
import { squeeze } from '../text/squeeze.ts'
import type { Line } from './lines.ts'

/** The people and agencies of a line with "by", or of a name alone beside the date. Staff named in the masthead are not authors. */
export function findByline(
  lines: readonly Line[],
  start: number,
  end: number,
  title: Line | null,
  outlet: OutletFacts | null,
  language: string | null,
): { authors: string[]; agencies: string[] } {
  const staff = (name: string): boolean =>
    (outlet?.mastheads ?? []).some((m) => squeeze(m).includes(squeeze(name)))
  const read = (text: string): { authors: string[]; agencies: string[] } => {
    const found = parseByline(text, { language: language ?? undefined })
    return { authors: found.authors.filter((name) => !staff(name)), agencies: [...found.agencies] }
  }
  const head = start < 0 ? lines : lines.slice(0, start)
  for (const line of [...head, ...lines.slice(end + 1, end + 3)])
    if (line.kind === 'byline') {
      const found = read(line.text)
      if (found.authors.length > 0) return found
    }
  for (const [i, line] of head.entries()) {
    if (line.kind !== 'short' || line === title || line.text.length > 60 || line.shape.digits > 0) continue
    const near = [head[i - 2], head[i - 1], head[i + 1], head[i + 2]]
    if (!near.some((other) => other?.kind === 'date' || other === title)) continue
    if (
      !/^\p{Lu}[\p{L}.'’-]+(?:\s+(?:(?:de|da|van|von|bin|al|el|la|der|den|di|dos|le|ter)\s+)?\p{Lu}[\p{L}.'’-]*){1,3}$/u.test(
        line.text,
      )
    )
      continue
    const found = read(line.text)
    if (found.authors.length > 0) return found
  }
  return { authors: [], agencies: [] }
}
