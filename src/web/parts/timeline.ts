import { html } from 'hono/html'
import type { TimelineMark } from '../../queries/story-page.ts'
import { plainText } from './layout.ts'
import { clip, type Html, none } from './markup.ts'
import { clockTime, count, shortDay, shortTime } from './words.ts'

const HOUR_MS = 3_600_000
const STEPS_MS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2_160].map((hours) => hours * HOUR_MS)
const MAX_TICKS = 6
const MAX_OUTLETS = 30

/**
 * Who published when: a row for each outlet, ordered by its first article. Full marks are original texts, hollow marks are
 * copies. The outlet's name is text and the marks are drawn, so the chart fits any width.
 */
export function timeline(marks: readonly TimelineMark[]): Html {
  const first = marks[0]
  const last = marks.at(-1)
  if (!first || !last || marks.length < 2) return none
  const rowsOf = Map.groupBy(marks, (mark) => mark.outlet ?? '')
  const scale = scaleOf(first.at.getTime(), last.at.getTime())
  const outlets = [...rowsOf.values()]
  return html`<figure class="timeline">
<ol>
${outlets.slice(0, MAX_OUTLETS).map((row) => outletRow(row, scale, first.at))}
</ol>
<div class="axis" aria-hidden="true"><svg width="100%" height="20">${scale.ticks.map(
    ({ at, text }) =>
      html`<text x="${scale.x(at)}%" y="14" text-anchor="${anchor(scale.position(at))}">${text}</text>`,
  )}</svg></div>
<figcaption><span class="key"><svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4.5" class="own"/></svg> a text of its own</span> <span class="key"><svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4" class="copy"/></svg> a copy</span>${outlets.length > MAX_OUTLETS ? html` <span>and ${outlets.length - MAX_OUTLETS} more outlets</span>` : ''}</figcaption>
</figure>`
}

interface Scale {
  /** The position of a time, 0 to 1. */
  position(at: number): number
  /** In percent, with room for the marks at both ends. */
  x(at: number): number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

function scaleOf(from: number, until: number): Scale {
  const length = Math.max(until - from, 10 * 60_000)
  const step = STEPS_MS.find((ms) => length / ms <= MAX_TICKS) ?? length / MAX_TICKS
  const position = (at: number) => (at - from) / length
  const ticks: { at: number; text: string }[] = []
  for (let at = Math.ceil(from / step) * step; at <= from + length; at += step) {
    const date = new Date(at)
    const midnight = at % (24 * HOUR_MS) === 0
    ticks.push({ at, text: step >= 24 * HOUR_MS || midnight ? shortDay(date) : clockTime(date) })
  }
  return { position, x: (at) => Math.round((2 + position(at) * 96) * 100) / 100, ticks }
}

const anchor = (position: number) => (position < 0.04 ? 'start' : position > 0.96 ? 'end' : 'middle')

function outletRow(row: readonly TimelineMark[], scale: Scale, start: Date): Html {
  const first = row[0]!
  const last = row.at(-1)!
  const lag = first.at.getTime() - start.getTime()
  return html`<li><span class="who"><bdi>${clip(first.outlet_name ?? 'unknown outlet', 60)}</bdi></span><span class="lag">${lag > 0 ? `+${lagWords(lag)}` : 'first'}</span><svg class="line" width="100%" height="26" role="img" aria-label="${summary(row)}">${scale.ticks.map(({ at }) => html`<line class="grid" x1="${scale.x(at)}%" x2="${scale.x(at)}%" y1="0" y2="100%"/>`)}<line class="span" x1="${scale.x(first.at.getTime())}%" x2="${scale.x(last.at.getTime())}%" y1="50%" y2="50%"/>${row.map(
    (mark) =>
      html`<circle class="${mark.copy ? 'copy' : 'own'}" cx="${scale.x(mark.at.getTime())}%" cy="50%" r="${mark.copy ? 5 : 5.5}"><title>${label(mark)}</title></circle>`,
  )}</svg></li>`
}

const label = (mark: TimelineMark) =>
  `${shortTime(mark.at)}, ${mark.copy ? 'a copy' : 'its own text'}: ${plainText(clip(mark.title ?? 'untitled', 160))}`

function summary(row: readonly TimelineMark[]): string {
  const copies = row.filter((mark) => mark.copy).length
  return `${plainText(row[0]!.outlet_name ?? 'unknown outlet')}: ${count(row.length, 'article')}${copies ? `, ${copies} copied` : ''}, first ${shortTime(row[0]!.at)}`
}

function lagWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h${minutes % 60 && hours < 10 ? ` ${minutes % 60} min` : ''}`
  return `${Math.round(hours / 24)} days`
}
