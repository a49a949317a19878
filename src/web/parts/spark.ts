import { html } from 'hono/html'
import type { Html } from './markup.ts'

/**
 * A small bar chart of counts, oldest first. The text beside it says what it shows; `label` says it to screen readers.
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

/** The smallest height of a bar: one article must be visible beside a hundred. */
const barHeight = (n: number, most: number, height: number) => Math.max(3, (n / most) * (height - 1))
const round = (x: number) => Math.round(x * 10) / 10
