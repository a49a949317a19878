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

/** A file that has been read: reading is what costs. */
export interface RobotsRules {
  /** @param agent product token or a whole User-Agent header; `url` must be of the origin that was given. */
  verdict(agent: string, url: string): RobotsVerdict
}

/** Reads a robots.txt by RFC 9309 with `*` and `$`, the longest rule winning. */
export function parseRobots(robotsText: string, origin: string): RobotsRules {
  const rules = robotsParser(new URL('/robots.txt', origin).href, capped(robotsText))
  return {
    verdict(agent, url) {
      const delay = Number(rules.getCrawlDelay(agent))
      return {
        allowed: rules.isAllowed(url, agent) ?? true,
        crawlDelayS: delay > 0 && Number.isFinite(delay) ? delay : null,
      }
    },
  }
}

/**
 * What a robots.txt says about one address.
 * @param agent product token or a whole User-Agent header; matched by its product token.
 */
export function robotsVerdict(robotsText: string, agent: string, url: string): RobotsVerdict {
  if (!URL.canParse(url)) return { allowed: false, crawlDelayS: null }
  return parseRobots(robotsText, url).verdict(agent, url)
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
