import { describe, expect, test } from 'vitest'
import { textShape } from '../../../src/core/body/text-shape.ts'
import { dateInUrl } from '../../../src/core/fields/dates/in-url.ts'
import { bit, classMask } from '../../../src/core/page/classes/mask.ts'
import { readBlocks } from '../../../src/core/page/cut/read-blocks.ts'
import { parseDom } from '../../../src/core/page/dom.ts'
import { looseJson } from '../../../src/core/page/json-ld.ts'
import { blockHash } from '../../../src/core/text/block-hash.ts'
import { squeeze } from '../../../src/core/text/squeeze.ts'

const blocksOf = (html: string): string[] => readBlocks(parseDom(html)).blocks.map((block) => block.text)

describe('the tree is the one a browser would build, as far as text goes', () => {
  test.each([
    ['paragraphs that nobody closed', '<p>one<p>two<div>three</div>', ['one', 'two', 'three']],
    [
      'an end tag without a start',
      '<div><p>one</p></span></b><p>two</p></div>three',
      ['one', 'two', 'three'],
    ],
    ['list items that nobody closed', '<ul><li>one<ul><li>two</ul><li>three</ul>', ['one', 'two', 'three']],
    ['entities, one text', '<p>Caf&eacute; &amp; B&#252;cher</p>', ['Café & Bücher']],
    ['two breaks part paragraphs', 'one<br><br>two', ['one', 'two']],
    ['one break is a line', 'one<br>two', ['one\ntwo']],
    [
      'what nobody reads',
      '<script>1</script><style>2</style><p>one</p><svg><text>3</text></svg><template>4</template>',
      ['one'],
    ],
    ['hidden inline text', '<p>one <span style="display:none">two</span></p>', ['one']],
  ])('%s', (_name, html, expected) => {
    expect(blocksOf(html)).toEqual(expected)
  })
})

test.each([
  ['article__body--main', bit.bodyStrong, true],
  ['relatedArticles', bit.related, true],
  ['commentary', bit.comment, false],
  ['js-comments', bit.comment, true],
  ['headline', bit.ad, false],
  ['shadow', bit.ad, false],
])('class %s', (name, kind, expected) => {
  expect((classMask(name, undefined, new Map()) & kind) !== 0).toBe(expected)
})

test.each([
  ['/2021/05/20/story.html', '2021-05-20'],
  ['/news/2021-5-3-story', '2021-05-03'],
  ['/news/20210520_story', '2021-05-20'],
  ['/2023/october/03/wine', '2023-10-03'],
  ['/story-2021', null],
  ['/id/20219999', null],
])('the day in %s', (path, day) => {
  expect(dateInUrl(`https://gull.example${path}`)).toBe(day)
})

test.each([
  ['a raw line break in a string', '{"a":"b\nc"}', { a: 'b\nc' }],
  ['commas at the end', '{"a":[1,2,],}', { a: [1, 2] }],
  ['a comment around it', '<!-- {"a":1} -->', { a: 1 }],
  ['CDATA and a semicolon', '//<![CDATA[\n{"a":1};\n//]]>', { a: 1 }],
  [
    'past mending',
    '{"@type":"NewsArticle","headline":"One "two" three","datePublished":"2025-03-04"',
    { '@type': 'NewsArticle', headline: 'One ', datePublished: '2025-03-04' },
  ],
  ['nothing', '', null],
  ['a comment around it', '//<!--\n{"a":1};\n//-->\n', { a: 1 }],
  // Walked once: looked at again from each blank or semicolon, these take a minute.
  ['blanks without end', `{"a":1,${' '.repeat(300_000)}x`, null],
  ['semicolons without end', `{"a":1,${';'.repeat(300_000)}x`, null],
])('loose JSON: %s', (_name, source, expected) => {
  expect(looseJson(source)).toEqual(expected)
})

test.each([
  ['Latin', 'One, two. Three?', { commas: 1, terminators: 2, words: 3 }],
  ['Chinese', '你好，世界。', { commas: 1, terminators: 1, dense: 4 }],
  ['Arabic', 'مرحبا، بالعالم؟', { commas: 1, terminators: 1, words: 2 }],
  ['Devanagari', 'नमस्ते दुनिया।', { terminators: 1 }],
  ['Greek', 'Καλημέρα, κόσμε.', { commas: 1, terminators: 1, words: 2 }],
])('the marks of %s are counted', (_script, text, expected) => {
  expect(textShape(text)).toMatchObject(expected)
})

test('what differs in case, marks and numbers is one block', () => {
  expect(blockHash('12 Comments')).toBe(blockHash('7 comments!'))
  expect(blockHash('12 Comments')).not.toBe(blockHash('12 Comets'))
  expect(squeeze('“Zoë’s 2nd”')).toBe('zoës2nd')
})
