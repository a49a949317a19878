import { describe, expect, test } from 'vitest'
import { MAX_ROBOTS_BYTES, parseRobots, robotsVerdict } from '../../../src/core/fetching/robots.ts'

const file = `User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Crawl-delay: 2

User-agent: newsloom
Disallow: /drafts
Sitemap: /sitemap.xml
Sitemap: https://n.example/news.xml`

test.each([
  ['otherbot', '/a', true],
  ['otherbot', '/private/x', false],
  ['otherbot', '/private/open/x', true],
  ['otherbot', '/a.pdf', false],
  ['otherbot', '/a.pdf?x', true],
  ['Newsloom/1.0 (+https://newsloom.example)', '/drafts/1', false],
  ['Newsloom/1.0 (+https://newsloom.example)', '/private/x', true],
])('%s %s: %s', (agent, path, allowed) => {
  expect(robotsVerdict(file, agent, `https://n.example${path}`).allowed).toBe(allowed)
})

test('crawl-delay is seconds, and nothing where there is none', () => {
  expect(robotsVerdict(file, 'otherbot', 'https://n.example/').crawlDelayS).toBe(2)
  expect(robotsVerdict('', 'otherbot', 'https://n.example/')).toEqual({ allowed: true, crawlDelayS: null })
  expect(robotsVerdict('', 'otherbot', 'no address').allowed).toBe(false)
})

test('rules beyond the cap are not read, and none is read by half', () => {
  const filler = `# ${'x'.repeat(MAX_ROBOTS_BYTES - 20)}\n`
  const text = `User-agent: *\n${filler}Disallow: /a/only/this\nDisallow: /b`
  expect(robotsVerdict(text, 'x', 'https://n.example/a/other').allowed).toBe(true)
  expect(robotsVerdict(text, 'x', 'https://n.example/b').allowed).toBe(true)
})

describe('percent-encoding is compared in one form on both sides (RFC 9309, 2.2.2)', () => {
  test.each([
    ['/caf%C3%A9', '/café', false],
    ['/café', '/caf%c3%a9', false],
    ['/%66oo', '/foo', false],
    ['/foo', '/%66oo', false],
    ['/a%7eb', '/a~b', false],
    ['/u?to=https://o.example/', '/u?to=https%3A%2F%2Fo.example%2F', false],
    ['/u:x', '/u%3Ax', true],
    ['/a%2Fb', '/a/b', true],
    ['/a%2fb', '/a%2Fb', false],
    ['/star%2A', '/star*', false],
    ['/star%2A', '/starry', true],
    ['/price%24', '/price$', false],
    ['/a$b', '/a$b', false],
    ['/100%', '/100%', false],
    ['/日本/*.pdf', '/%E6%97%A5%E6%9C%AC/x.pdf', false],
  ])('Disallow: %s asks for %s: allowed %s', (rule, path, allowed) => {
    expect(robotsVerdict(`User-agent: *\nDisallow: ${rule}`, 'x', `https://n.example${path}`).allowed).toBe(
      allowed,
    )
  })
})

describe('groups (RFC 9309, 2.2.1 and 2.2.4)', () => {
  test.each([
    ['an empty line ends nothing', 'User-agent: newsloom\n\nDisallow: /', false],
    [
      'a Sitemap line ends nothing',
      'User-agent: newsloom\nSitemap: https://n.example/s.xml\nUser-agent: x\nDisallow: /',
      false,
    ],
    ['an unknown line ends nothing', 'User-agent: newsloom\nNoindex: /\nUser-agent: x\nDisallow: /', false],
    ['a Crawl-delay ends nothing', 'User-agent: newsloom\nCrawl-delay: 5\nUser-agent: x\nDisallow: /', false],
    [
      'a User-agent line behind a rule begins a group',
      'User-agent: newsloom\nDisallow: /b\nUser-agent: x\nDisallow: /',
      true,
    ],
    ['an empty rule is a rule', 'User-agent: newsloom\nDisallow:\nUser-agent: x\nDisallow: /', true],
    [
      'groups of one agent count together',
      'User-agent: newsloom\nAllow: /b\nUser-agent: x\nDisallow: /c\nUser-agent: NewsLoom\nDisallow: /a',
      false,
    ],
    ['rules before any agent are nobody’s', 'Disallow: /\nUser-agent: x\nDisallow: /b', true],
    [
      'an own group takes the place of the one for all',
      'User-agent: *\nDisallow: /\nUser-agent: newsloom\nDisallow: /b',
      true,
    ],
    ['lines that end in CR', 'User-agent: newsloom\rDisallow: /a\r', false],
  ])('%s', (_name, text, allowed) => {
    expect(robotsVerdict(text, 'newsloom', 'https://n.example/a').allowed).toBe(allowed)
  })
})

describe('rules', () => {
  test.each([
    ['the longest wins', 'Allow: /a\nDisallow: /a/b', '/a/b/c', false],
    ['among equals the one that allows', 'Disallow: /a\nAllow: /a', '/a', true],
    ['a wildcard matches nothing too', 'Disallow: /a*b', '/ab', false],
    ['many wildcards', 'Disallow: /*a*b*c$', '/xaxbxc', false],
    ['an end that was used already', 'Disallow: /ab*b$', '/ab', true],
    ['a path without a slash', 'Disallow: a', '/a', true],
    ['case counts', 'Disallow: /A', '/a', true],
    ['the query is part of the path', 'Disallow: /*?print=', '/a?print=1', false],
    ['robots.txt itself is allowed', 'Disallow: /', '/robots.txt', true],
  ])('%s', (_name, rules, path, allowed) => {
    expect(robotsVerdict(`User-agent: *\n${rules}`, 'x', `https://n.example${path}`).allowed).toBe(allowed)
  })
})

const line = (rule: string) => `${rule}\n`.repeat(Math.floor(MAX_ROBOTS_BYTES / (rule.length + 1)) - 2)
const many = (rule: (n: number) => string) => {
  const lines: string[] = []
  for (let chars = 0; chars < MAX_ROBOTS_BYTES - 200; chars += lines.at(-1)!.length + 1)
    lines.push(rule(lines.length))
  return lines.join('\n')
}

test.each([
  ['wildcards', `Disallow: /${'*a'.repeat(200_000)}b`],
  ['wildcards in many rules', many((n) => `Disallow: /${'*a'.repeat(50)}${n}b`)],
  ['stars', `Disallow: /${'*'.repeat(400_000)}b`],
  ['near misses', many((n) => `Disallow: /*${'a'.repeat(60)}${n}`)],
  ['long near misses', many((n) => `Disallow: /*${'a'.repeat(4000)}${n}`)],
  ['agents', `${line('User-agent: newsloom')}Disallow: /b`],
  ['agents that share rules', many((n) => (n < 5_000 ? `User-agent: a${n}` : `Disallow: /${n}`))],
  ['other agents', many((n) => (n % 2 ? `Disallow: /${n}` : `User-agent: a${n}`))],
])('a hostile file of %s takes less than the loop may be held', (_name, rules) => {
  const path = 'a'.repeat(2_000)
  const before = process.cpuUsage()
  const read = parseRobots(`User-agent: newsloom\n${rules}`, 'https://n.example')
  expect(read.verdict('newsloom', `https://n.example/${path}`).allowed).toBe(true)
  const { user, system } = process.cpuUsage(before)
  // 200 ms is the promise; four times as much is the margin of a busy machine that compiles while it runs
  expect((user + system) / 1000).toBeLessThan(800)
})
