import robotsParserModule from 'robots-parser'

/** The package's types describe an ES module, which it is not. */
const robotsParser = robotsParserModule as unknown as typeof robotsParserModule.default

/** RFC 9309 §2.5: a crawler reads at least 500 KiB; we read no more. */
export const MAX_ROBOTS_BYTES = 500 * 1024

export interface RobotsVerdict {
  readonly allowed: boolean
  /** Seconds between requests that the file asks of this agent, or null. */
  readonly crawlDelayS: number | null
}

/**
 * What a robots.txt says about one address: RFC 9309 with `*` and `$`, the longest rule winning.
 * @param agent product token or a whole User-Agent header; matched by its product token.
 */
export function robotsVerdict(robotsText: string, agent: string, url: string): RobotsVerdict {
  let address: URL
  try {
    address = new URL(url)
  } catch {
    return { allowed: false, crawlDelayS: null }
  }
  const rules = robotsParser(new URL('/robots.txt', address).href, capped(robotsText))
  const delay = Number(rules.getCrawlDelay(agent))
  return {
    allowed: rules.isAllowed(url, agent) ?? true,
    crawlDelayS: delay > 0 && Number.isFinite(delay) ? delay : null,
  }
}

/** Addresses of the sitemaps that the file names, absolute. */
export function robotsSitemaps(robotsText: string, base: string): readonly string[] {
  return robotsParser(base, capped(robotsText))
    .getSitemaps()
    .flatMap((text) => {
      try {
        return [new URL(text.trim(), base).href]
      } catch {
        return []
      }
    })
}

/** A rule cut in half could allow or forbid what the whole one does not: the cut falls between lines. */
function capped(text: string): string {
  if (text.length <= MAX_ROBOTS_BYTES) return text
  return text.slice(0, text.lastIndexOf('\n', MAX_ROBOTS_BYTES) + 1)
}
