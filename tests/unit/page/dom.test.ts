import { readFileSync } from 'node:fs'
import { load } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { Tokenizer } from 'htmlparser2'
import { describe, expect, it, test } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'
import { checkRules } from '../../../src/core/fields/check-outlet-rules.ts'
import { isElement, type PageNode, parseDom, query, select } from '../../../src/core/page/dom.ts'
import { limits } from '../../../src/core/page/limits.ts'

const outline = (nodes: readonly PageNode[]): string =>
  nodes.map((node) => (isElement(node) ? `<${node.name}>${outline(node.children)}</>` : node.data)).join('')

describe('the tree is the one that cheerio/slim builds', () => {
  it.each([
    ['text and tags', '<div>one <b>two</b> three</div>'],
    ['tags that are never closed', '<ul><li>one<li>two<p>three<div>four</div></ul><p>five<p>six'],
    ['end tags without a start', 'one</p>two</br>three</b>four'],
    ['self-closed tags', '<div/>one<br/><svg><path/><text>two</text></svg><img/>three'],
    ['signs in text', 'a < b && c <3 d &notit; &amp;amp; &#8364; &unknown;'],
    ['titles and text areas', '<title>a &amp; <b></title><textarea><p></textarea>'],
    ['scripts and styles', '<script>if (a < b && "&amp;") x = "</p>"</script><style>a > b {}</style>'],
    ['table cells', '<table><tr><td>one<td>two<tr><td>three</table>four'],
    ['attributes', `<a class="x" class="y" id='z' rel=w data-a = "b&amp;c" href="?a=1&copy=2" hidden>t</a>`],
    ['a script that never ends', '<p>one</p><script>two < 3 </scr'],
    [
      'signs right at the ends of attributes and scripts',
      `<a b="" c='"' d="'">x</a><script></script><i></i>`,
    ],
  ])('%s', (_name, html) => {
    const { root } = parseDom(html)
    const theirs = load(html)
    expect(outline(root.children)).toBe(outline(theirs.root()[0]!.children as PageNode[]))
    const attributesOf = (elements: Iterable<AnyNode>): unknown[] =>
      [...elements].map((node) => (node as Element).attribs)
    expect(attributesOf(select(parseDom(html), '*'))).toEqual(attributesOf(theirs('*')))
  })

  it('without comments, which part texts', () => {
    expect(
      parseDom('one<!-- two -->three').root.children.map((node) => !isElement(node) && node.data),
    ).toEqual(['one', 'three'])
  })
})

describe('limits', () => {
  it('a page with more open elements than the limit ends there, and says so', () => {
    const { cut, nodeCount } = parseDom('<div>'.repeat(400_000))
    expect(cut).toBe('too_deep')
    expect(nodeCount).toBe(limits.open + 1)
    const { explain } = extractHtml(`<p>one</p>${'<div>'.repeat(2_000)}`, { explain: true })
    expect(explain?.cut).toBe('too_deep')
    expect(extractHtml('<p>one</p>', { explain: true }).explain).not.toHaveProperty('cut')
  })

  it('elements below the deepest level become siblings, and end where they end', () => {
    const { root, cut } = parseDom(`${'<div>'.repeat(500)}<b>one</b>${'</div>'.repeat(500)}<p>two</p>`)
    expect(cut).toBeNull()
    expect(root.children.map((node) => isElement(node) && node.name)).toEqual(['div', 'p'])
    expect(outline(root.children).indexOf('<b>')).toBe(5 * limits.depth - 5 + (500 - limits.depth + 1) * 8)
  })

  it('attributes past the limit are left out, long values are cut', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `a${i}="x"`).join(' ')
    const [element] = select(parseDom(`<p ${many}>one</p>`), 'p')
    expect(Object.keys(element!.attribs)).toHaveLength(limits.attributes)
    const [long] = select(parseDom(`<p title="${'x'.repeat(50_000)}">`), 'p')
    expect(long!.attribs.title).toHaveLength(limits.attributeChars)
  })

  it('more nodes than the limit are not read', () => {
    expect(parseDom('<b>x</b>'.repeat(200_000)).cut).toBe('too_large')
  })

  it('a deadline that has passed ends the page', () => {
    expect(parseDom('<b>x</b>'.repeat(5_000), () => true).cut).toBe('too_slow')
  })
})

describe('selectors are those of css-select', () => {
  const dom = parseDom(
    '<main><h2>0</h2><p class="ad">1</p><p class="a b" id="x" data-k="one two">2</p><p>3</p><div><p>4</p><a href="/x">5</a></div></main>',
  )
  test.each([
    ['main > p:not(.ad)', '23'],
    ['p:first-of-type', '14'],
    ['h2 + p', '1'],
    ['#x ~ p', '3'],
    ['div:has(a)', '45'],
    ['p[data-k~="two"], a[href^="/"]', '25'],
    ['main .b', '2'],
    ['section', ''],
  ])('%s', (selector, text) => {
    expect(
      select(dom, selector)
        .map((element) => query(dom)(element).text())
        .join(''),
    ).toBe(text)
  })

  it.each(['main > p:not(.ad)', 'p:first-of-type', 'h2 + p', 'h1 ~ p', 'div:has(> a)', 'a, b:nth-child(2n)'])(
    'an outlet rule takes %s',
    (selector) => {
      expect(() => checkRules({ valid_until: '2030-01-01', body: selector })).not.toThrow()
    },
  )

  it.each(['', 'p:', 'a >', 'p[', ':unknown-state', 'p::first-line'])(
    'an outlet rule refuses %j',
    (selector) => {
      expect(() => checkRules({ valid_until: '2030-01-01', remove: [selector] })).toThrow(
        `remove: selector "${selector}"`,
      )
    },
  )

  it('rules name the body and what is boilerplate in it', () => {
    const html = `<html><body><main>${Array.from({ length: 6 }, (_, i) => `<p${i % 3 ? '' : ' class="ad"'}>Paragraph ${i} tells at some length what the council of the town decided on Monday evening.</p>`).join('')}</main></body></html>`
    const outlet = {
      slug: 'quay',
      name: 'Quay',
      domain: 'quay.example',
      country: null,
      language: 'en',
      timezone: null,
      mastheads: [],
      extract_rules: { valid_until: '2030-01-01', body: 'main > p', remove: ['p.ad:has(+ p)'] },
    }
    const { record } = extractHtml(html, { outlet, url: 'https://quay.example/a' })
    expect(record.body?.match(/Paragraph \d/g)).toEqual([1, 2, 4, 5].map((i) => `Paragraph ${i}`))
  })
})

it('the method that the tokenizer replaces is still one of the library', () => {
  expect(Object.hasOwn(Tokenizer.prototype, 'fastForwardTo')).toBe(true)
})

it('there is one copy of the parser, the tree and the selector engine', () => {
  const lock = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, object>
  }
  const copies = (name: string): string[] =>
    Object.keys(lock.packages).filter((path) => path.endsWith(`node_modules/${name}`))
  for (const name of ['cheerio', 'htmlparser2', 'domhandler', 'css-select'])
    expect(copies(name)).toEqual([`node_modules/${name}`])
})
