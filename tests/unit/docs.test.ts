import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageFile } from '../../src/runtime/package-root.ts'

const root = packageFile('.')
const MAX_LINES = 400

const pagesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort()
const docs = pagesIn('docs')
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...docs,
  ...pagesIn('deploy'),
].sort()

const textOf = (page: string): string => readFileSync(join(root, page), 'utf8')

/** The page without its fenced code, where brackets are no links. */
const proseOf = (page: string): string => textOf(page).replace(/^ *```[\s\S]*?^ *```/gm, '')

/** The anchors of a page's headings, as GitHub makes them: a heading that comes again gets a number. */
function anchorsOf(page: string): ReadonlySet<string> {
  const found = new Map<string, number>()
  const anchors = new Set<string>()
  for (const [, heading] of proseOf(page).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const anchor = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-')
    const before = found.get(anchor) ?? 0
    found.set(anchor, before + 1)
    anchors.add(before ? `${anchor}-${before}` : anchor)
  }
  return anchors
}

/** What is wrong with the relative links of a page. */
function brokenLinks(page: string): string[] {
  const links = proseOf(page)
    .replace(/`[^`\n]*`/g, '')
    .matchAll(/\]\(([^)\s]+)\)/g)
  return [...links]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split('#')
      const target = path ? relative(root, join(root, dirname(page), path)) : page
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && !anchorsOf(target).has(anchor)
    })
}

describe('the documentation', () => {
  it.each(pages)('%s: every relative link leads to a file and a heading that are there', (page) => {
    expect(brokenLinks(page)).toEqual([])
  })

  it.each(pages.filter((page) => page !== 'CHANGELOG.md'))(
    '%s: every file that it names is there',
    (page) => {
      const named = textOf(page).matchAll(
        /(?<![\w/.-])(?:src|tests|bench|training|workers|deploy|migrations|seeds)\/[\w./-]+\.(?:[cm]?[jt]s|sh|sql|json|ya?ml)\b/g,
      )
      const missing = [...named].map(([path]) => path).filter((path) => !existsSync(join(root, path)))
      // A name in capitals stands for any.
      expect(missing.filter((path) => !/[A-Z]{3}/.test(path))).toEqual([])
    },
  )

  it('has an index that links to every page', () => {
    const index = textOf('docs/README.md')
    const missing = docs
      .map((page) => relative('docs', page))
      .filter((page) => page !== 'README.md' && !index.includes(`(${page})`))
    expect(missing).toEqual([])
  })

  it.each(docs.filter((page) => page.startsWith('docs/decisions/')))('%s has the five parts', (page) => {
    const parts = [...proseOf(page).matchAll(/^## (.+)$/gm)].map(([, part]) => part)
    expect(parts).toEqual(['Status', 'Context', 'Decision', 'Consequences', 'Alternatives'])
  })

  it(`has no page over ${MAX_LINES} lines that is not reference`, () => {
    const reference = /^docs\/(reference\/|schema\.md$|attacks\.md$)/
    const long = docs.filter((page) => !reference.test(page) && textOf(page).split('\n').length > MAX_LINES)
    expect(long).toEqual([])
  })
})
