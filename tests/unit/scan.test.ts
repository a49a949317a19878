import { Tokenizer } from 'htmlparser2'
import { expect, test } from 'vitest'
import { type Attribs, attribOf } from '../../src/core/html/attribs.ts'
import { idOf, names } from '../../src/core/html/names.ts'
import { scanHtml } from '../../src/core/html/scan.ts'

/** What a page's tokens are, texts joined where nothing parts them. */
/** Each attribute once: of two with one name the first counts. */
function everyAttrib(attribs: Attribs): [string, string | undefined][] {
  const { others, ...own } = attribs
  const names = new Set([...Object.keys(own), ...(others ?? []).filter((_, i) => i % 2 === 0)])
  return [...names]
    .map((name): [string, string | undefined] => [name, attribOf(attribs, name)])
    .filter(([, value]) => value !== undefined)
}

function ours(html: string): string[] {
  const out: string[] = []
  let text = ''
  const flush = (): void => {
    if (text) out.push(`text ${text}`)
    text = ''
  }
  scanHtml(html, {
    foreign: false,
    stopped: false,
    text: (data, blank) => {
      expect(blank).toBe(/^[\s\0-\x1f\u200b\ufeff]*$/.test(data))
      text += data
    },
    openTag: (id, attribs) => {
      flush()
      out.push(`<${names[id]} ${JSON.stringify(everyAttrib(attribs).sort())}`)
    },
    closeTag: (id) => {
      flush()
      out.push(`</${names[id]}`)
    },
    comment: flush,
  })
  flush()
  return out
}

/** The same by htmlparser2's tokenizer. */
function theirs(html: string): string[] {
  const out: string[] = []
  let text = ''
  let name = ''
  let attrib = ''
  let value = ''
  let attribs: [string, string][] = []
  const flush = (): void => {
    if (text) out.push(`text ${text}`)
    text = ''
  }
  const openTag = (): void => {
    flush()
    out.push(`<${name} ${JSON.stringify(attribs.sort())}`)
  }
  const tokenizer = new Tokenizer(
    {},
    {
      ontext: (start, end) => {
        text += html.slice(start, end)
      },
      ontextentity: (code) => {
        text += String.fromCodePoint(code)
      },
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase()
        attribs = []
      },
      onattribname: (start, end) => {
        attrib = html.slice(start, end).toLowerCase()
        value = ''
      },
      onattribdata: (start, end) => {
        value += html.slice(start, end)
      },
      onattribentity: (code) => {
        value += String.fromCodePoint(code)
      },
      onattribend: () => {
        if (!attribs.some(([known]) => known === attrib)) attribs.push([attrib, value])
      },
      onopentagend: openTag,
      onselfclosingtag: openTag,
      onclosetag: (start, end) => {
        flush()
        out.push(`</${html.slice(start, end).toLowerCase()}`)
      },
      oncomment: flush,
      oncdata: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: flush,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return out
}

const cases: readonly (readonly [what: string, html: string])[] = [
  ['text and tags', '<div>one <b>two</b> three</div>'],
  [
    'attributes of every spelling',
    `<a class="x" id='y' rel=z itemprop data-a = "b" DATA-B=c/d title="">t</a>`,
  ],
  ['the first of two attributes of one name', '<a class="x" class="y">t</a>'],
  ['no blank between attributes', `<a class="x"id='y'rel="z">t</a>`],
  ['an equals sign where a name should begin', '<a =b c==d>t</a>'],
  ['an unquoted value at the end of its tag', '<a href=>t</a><a href=/x/>u</a>'],
  ['slashes within a tag', '<p/class="x"/ / id="y">t</p>'],
  ['upper case', '<DIV CLASS="Big">t</DIV >'],
  [
    'entities in text',
    'A &amp; B &lt;c&gt; &#8364; &#x20AC; &euro &copy2023 &nbsp;&notit; &unknown; &#; & &',
  ],
  ['entities in attributes', '<a href="?a=1&amp;b=2&copy=3&lt;&amp" title=\'&quot;\' rel=a&amp;b>t</a>'],
  ['numbers that are no characters', '&#0; &#x110000; &#xD800; &#128;'],
  ['a less-than sign in text', 'a < b << c <1 <é d'],
  ['comments', 'a<!-- b -- c --->d<!---->e<!-->f<!--->g<!-- h --!>i<!--j--!k-->l'],
  ['what passes for a comment', 'a<!b>c<!-d>e<!>f<?g?>h</1>i</ j>k<![CDAT[l]>m'],
  ['CDATA outside of foreign elements', '<p>a<![CDATA[ b > c ]]>d</p>'],
  ['a document type', '<!DOCTYPE html><p>t</p>'],
  ['an empty end tag', 'a</>b'],
  ['scripts', '<script>if (a < b && c) { d = "</p><!--" }</script><p>t</p>'],
  ['an end tag with blanks and attributes', '<script>a</script\n x="y">b'],
  ['what only begins like the end tag', '<script>a</scripts></scrip</script>b<style></ style></STYLE>'],
  ['titles with entities and tags', '<title>a &amp; <b>b</b></title><p>t</p>'],
  ['a text area', '<textarea>&lt;<p></textarea>t'],
  ['plain text', '<plaintext>a</plaintext><b>'],
  ['an unclosed script', '<p>t</p><script>a < b'],
  ['an unclosed comment', 'a<!-- b'],
  ['an unclosed tag', 'a<b class="c'],
  ['an unclosed attribute', 'a<b class'],
  ['a last sign alone', 'a<'],
  ['blanks alone', '<p>&nbsp; \u200b</p>\n<p>\u00a0</p>'],
  ['characters of two units', '<p title="😀">😀 &#128512; 漢字</p>'],
  ['a control character', '<p>a\u0000b</p>'],
]

test.each(cases)('%s', (_, html) => {
  expect(ours(html)).toEqual(theirs(html))
})

test('a name has one id however it is written', () => {
  expect(ours('<X-Card></x-card>')).toEqual(['<x-card []', '</x-card'])
  expect(idOf('x-card')).toBe(idOf('x-card'))
})
