import { html } from 'hono/html'
import type { Html } from './markup.ts'

/**
 * A small bar chart of counts, oldest first. The words beside it say what it shows; `label` says it to those who do not
 * see it.
 */
export function spark(counts: readonly number[], label: string, className = 'spark'): Html {
  const height = 24
  const step = 5
  const most = Math.max(1, ...counts)
  return html`<svg class="${className}" role="img" aria-label="${label}" viewBox="0 0 ${counts.length * step} ${height}" width="${counts.length * step}" height="${height}" preserveAspectRatio="none">${counts.map(
    (n, i) =>
      n > 0
        ? html`<rect x="${i * step}" y="${round(height - barHeight(n, most, height))}" width="${step - 1}" height="${round(barHeight(n, most, height))}"/>`
        : html`<rect class="nil" x="${i * step}" y="${height - 1}" width="${step - 1}" height="1"/>`,
  )}</svg>`
}

/** Never so low that one article cannot be seen beside a hundred. */
const barHeight = (n: number, most: number, height: number) => Math.max(3, (n / most) * (height - 1))
const round = (x: number) => Math.round(x * 10) / 10
