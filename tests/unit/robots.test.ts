import { expect, test } from 'vitest'
import { MAX_ROBOTS_BYTES, robotsSitemaps, robotsVerdict } from '../../src/core/robots.ts'

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

test('sitemaps are resolved', () => {
  expect(robotsSitemaps(file, 'https://n.example/robots.txt')).toEqual([
    'https://n.example/sitemap.xml',
    'https://n.example/news.xml',
  ])
})
