import { comparablePath, matchesPath, patternOf, type RobotsPattern } from './robots-pattern.ts'

/** RFC 9309 §2.5: a crawler reads at least 500 KiB; we read no more. */
export const MAX_ROBOTS_BYTES = 500 * 1024

export interface RobotsVerdict {
  readonly allowed: boolean
  /** Seconds between requests that the file requires of this agent, or null. */
  readonly crawlDelayS: number | null
}

/** A parsed file: parsing is the expensive part. */
export interface RobotsRules {
  /** @param agent product token or a whole User-Agent header; `url` must be of the origin that was given. */
  verdict(agent: string, url: string): RobotsVerdict
}

interface Rule extends RobotsPattern {
  readonly allow: boolean
}

/** User-agent lines and the rules that follow them. */
interface Block {
  /** By their text: files repeat themselves. */
  readonly paths: Map<string, boolean>
  crawlDelayS: number | null
}

/** What a file says to one agent. */
interface Group {
  /** The longest first. */
  readonly rules: readonly Rule[]
  readonly crawlDelayS: number | null
}

/**
 * Reads a robots.txt by RFC 9309: groups of all User-agent lines that name an agent count together, a group ends only at a
 * User-agent line that follows a rule, the longest rule wins and of two equally long rules the one that allows. Parsing and
 * lookups take time in proportion to the file.
 */
export function parseRobots(robotsText: string, origin: string): RobotsRules {
  const blocks = readBlocks(capped(robotsText))
  const groups = new Map<string, Group>()
  const own = new URL(origin)
  return {
    verdict(agent, url) {
      const named = productOf(agent)
      const product = blocks.has(named) ? named : '*'
      const group = groups.get(product) ?? groupOf(blocks.get(product) ?? [])
      groups.set(product, group)
      const asked = URL.canParse(url) ? new URL(url) : null
      // the rules of one origin say nothing about another
      const allowed = asked?.origin !== own.origin || isAllowed(group, asked)
      return { allowed, crawlDelayS: group.crawlDelayS }
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

function isAllowed({ rules }: Group, url: URL): boolean {
  // §2.2.2: the file itself may always be requested
  if (url.pathname === '/robots.txt') return true
  const path = comparablePath(url)
  return rules.find((rule) => matchesPath(rule, path))?.allow ?? true
}

function groupOf(blocks: readonly Block[]): Group {
  const paths = new Map<string, boolean>()
  for (const block of blocks)
    for (const [path, allow] of block.paths) paths.set(path, allow || (paths.get(path) ?? false))
  return {
    rules: [...paths]
      .map(([path, allow]) => ({ ...patternOf(path), allow }))
      .sort((a, b) => b.length - a.length || Number(b.allow) - Number(a.allow)),
    crawlDelayS: blocks.findLast((block) => block.crawlDelayS !== null)?.crawlDelayS ?? null,
  }
}

/** The blocks of each agent, by its product token. */
function readBlocks(text: string): ReadonlyMap<string, readonly Block[]> {
  const blocks = new Map<string, Block[]>()
  let block: Block = newBlock()
  let ruleSeen = false
  for (const line of text.split(/\r\n|\r|\n/)) {
    const field = fieldOf(line)
    if (!field) continue
    const { name, value } = field
    if (name === 'user-agent') {
      if (ruleSeen) block = newBlock()
      ruleSeen = false
      if (!value) continue
      const product = productOf(value)
      const known = blocks.get(product)
      if (!known) blocks.set(product, [block])
      else if (known.at(-1) !== block) known.push(block)
    } else if (name === 'allow' || name === 'disallow') {
      ruleSeen = true
      const allow = name === 'allow'
      if (value) block.paths.set(value, allow || (block.paths.get(value) ?? false))
    } else if (name === 'crawl-delay') {
      const delay = Number(value)
      if (delay > 0 && Number.isFinite(delay)) block.crawlDelayS = delay
    }
  }
  return blocks
}

function newBlock(): Block {
  return { paths: new Map(), crawlDelayS: null }
}

function fieldOf(line: string): { readonly name: string; readonly value: string } | null {
  const comment = line.indexOf('#')
  const said = comment < 0 ? line : line.slice(0, comment)
  const colon = said.indexOf(':')
  if (colon < 0) return null
  return { name: said.slice(0, colon).trim().toLowerCase(), value: said.slice(colon + 1).trim() }
}

/** The product token: `Newsloom/1.0 (+https://…)` is newsloom. */
function productOf(agent: string): string {
  return agent.toLowerCase().split('/', 1)[0]!.trim()
}

/** A rule cut in half could allow or forbid what the whole one does not: the cut falls between lines. */
function capped(text: string): string {
  if (text.length <= MAX_ROBOTS_BYTES) return text
  return text.slice(0, text.lastIndexOf('\n', MAX_ROBOTS_BYTES) + 1)
}
