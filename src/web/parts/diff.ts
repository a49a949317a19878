import { diffArrays, diffWordsWithSpace } from 'diff'
import { html } from 'hono/html'
import type { VersionText } from '../../queries/article-page.ts'
import { type Html, none } from './markup.ts'
import { count } from './words.ts'

/** Words beyond which two paragraphs are shown whole, one out and one in: finding the least change costs their product. */
const MAX_EDITS = 2_000
const MAX_PARAGRAPHS = 2_000

/** What changed from one version to the next, for reading: paragraph by paragraph, and within those word by word. */
export function versionDiff(before: VersionText, after: VersionText): Html {
  const fields = [
    ['Headline', before.title, after.title],
    ['Standfirst', before.dek, after.dek],
  ] as const
  const changed = fields.filter(([, a, b]) => (a ?? '') !== (b ?? ''))
  const body = bodyDiff(paragraphs(before.body), paragraphs(after.body))
  return html`<div class="diff">
${changed.map(([name, a, b]) => html`<h3>${name}</h3><p dir="auto">${words(a ?? '', b ?? '')}</p>`)}
${body ? html`<h3>Text</h3>${body}` : ''}
${changed.length || body ? '' : html`<p>Headline, standfirst and text are the same.</p>`}
</div>`
}

const paragraphs = (body: string | null): string[] =>
  (body ?? '').split(/\n\n+/).filter(Boolean).slice(0, MAX_PARAGRAPHS)

function bodyDiff(before: string[], after: string[]): Html | null {
  const parts = diffArrays(before, after, { timeout: 500 })
  if (!parts) return html`${before.map(gone)}${after.map(come)}`
  if (!parts.some((part) => part.added || part.removed)) return null
  const shown: Html[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    const next = parts[i + 1]
    if (!part.added && !part.removed) shown.push(unchanged(part.value.length))
    else if (part.removed && next?.added) {
      // A paragraph in the place of a removed one is that one, rewritten.
      const pairs = Math.min(part.value.length, next.value.length)
      for (let k = 0; k < pairs; k++)
        shown.push(html`<p dir="auto">${words(part.value[k]!, next.value[k]!)}</p>`)
      shown.push(...part.value.slice(pairs).map(gone), ...next.value.slice(pairs).map(come))
      i++
    } else shown.push(...part.value.map(part.added ? come : gone))
  }
  return html`${shown}`
}

const gone = (text: string): Html => html`<p dir="auto"><del>${text}</del></p>`
const come = (text: string): Html => html`<p dir="auto"><ins>${text}</ins></p>`
const unchanged = (n: number): Html =>
  n ? html`<p class="same">${count(n, 'paragraph')} unchanged</p>` : none

function words(before: string, after: string): Html {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS, timeout: 300 })
  if (!parts || rewritten(parts, before, after))
    return html`${before ? html`<del>${before}</del> ` : ''}${after ? html`<ins>${after}</ins>` : ''}`
  return html`${readable(parts).map(({ same, out, come }) => html`${same}${out ? html`<del>${out}</del>` : ''}${come ? html`<ins>${come}</ins>` : ''}`)}`
}

interface Part {
  readonly value: string
  readonly added?: boolean
  readonly removed?: boolean
}

/** A passage of which less than half of the letters stayed is shown whole, as deleted and as inserted: that reads better. */
function rewritten(parts: readonly Part[], before: string, after: string): boolean {
  const kept = parts.reduce(
    (sum, part) => (part.added || part.removed ? sum : sum + part.value.trim().length),
    0,
  )
  return kept * 2 < Math.max(before.length, after.length)
}

interface Passage {
  readonly same: string
  out: string
  come: string
}

/** Letters between two changes that are too few to be worth a pause: a blank, a short word. */
const BRIDGE = 8

/** Changes with only a word between them become one change: first all deleted words, then all inserted ones. */
export function readable(parts: readonly Part[]): Passage[] {
  const passages: Passage[] = [{ same: '', out: '', come: '' }]
  for (const [i, part] of parts.entries()) {
    const last = passages.at(-1)!
    const changed = last.out !== '' || last.come !== ''
    if (part.removed) last.out += part.value
    else if (part.added) last.come += part.value
    else if (changed && part.value.length <= BRIDGE && i < parts.length - 1) {
      last.out += part.value
      last.come += part.value
    } else passages.push({ same: part.value, out: '', come: '' })
  }
  return passages
}
