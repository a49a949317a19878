import type { OutletFacts } from '../record/record.ts'

/**
 * The outlet whose mastheads a dump shows. A longer masthead counts more, and it counts only in a short line or in a line
 * about rights: a report about a newspaper names it too.
 */
export function recognizeOutlet(text: string, outlets: readonly OutletFacts[]): OutletFacts | null {
  const lines = text.split(/\r\n|[\n\r]/).map((line) => line.replace(/\s+/g, ' ').trim())
  let best: OutletFacts | null = null
  let bestWorth = 0
  for (const outlet of outlets) {
    let worth = 0
    for (const masthead of outlet.mastheads) {
      if (masthead.length < 4) continue
      for (const line of lines) {
        if (!line.includes(masthead)) continue
        const furniture = line.length <= masthead.length * 3 + 20 || /©|copyright|all rights|®/i.test(line)
        if (furniture) worth += masthead.length
      }
    }
    if (worth > bestWorth) {
      best = outlet
      bestWorth = worth
    }
  }
  return bestWorth >= 6 ? best : null
}
