import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/extract.ts'

const before = [
  'The rowing league of the estuary met on Sunday for its last regatta of the year, in a wind that sank two boats.',
  'Its president, Jonna Vik, said that the season had been the best since the new boathouse was opened in 2014.',
  'More than forty crews had entered, she said, and nine of them came from the islands for the first time.',
]
const after = [
  'The next season begins on the first weekend of May, with a race around the lighthouse for crews of eight.',
  'Until then the boats are laid up in the old rope works, which the league rents from the town for a small sum.',
]
const p = (lines: readonly string[]): string => lines.map((line) => `<p>${line}</p>`).join('\n')
const read = (unit: string, rest: readonly string[] = after) =>
  extractHtml(
    `<html lang="en"><head><title>League ends its season</title></head><body><header><nav><ul><li><a href="/a">News</a></li><li><a href="/b">Sport</a></li></ul></nav></header><main><article><h1>League ends its season</h1><div class="text">${p(before)}\n${unit}\n${p(rest)}</div></article></main><footer><p>© 2026 The Gull</p></footer></body></html>`,
    { url: 'https://gull.example/league' },
  ).record
const row = (cells: readonly string[], tag = 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
const table = `<table><thead>${row(['', 'Races', 'Points'], 'th')}</thead><tbody>${row(['Tern', '9', '41'])}${row(['Heron', '9', ''])}${row(['Plover', '8', '27'])}</tbody></table>`
const tableText = '\tRaces\tPoints\nTern\t9\t41\nHeron\t9\t\nPlover\t8\t27'

describe('a table is one block', () => {
  it.each([
    ['between two paragraphs', table, after],
    ['in a figure', `<figure class="wp-block-table">${table}</figure>`, after],
    ['after the line that announces it', `<p>The table after the last race:</p>${table}`, after],
    ['at the end', table, []],
  ])('%s', (_name, html, rest) => {
    const { body } = read(html, rest)
    expect(body?.split('\n\n')).toContain(tableText)
  })

  it('in body_html it has its rows and header cells', () => {
    expect(read(table).body_html).toContain(
      '<table>\n<tr><th></th><th>Races</th><th>Points</th></tr>\n<tr><td>Tern</td><td>9</td><td>41</td></tr>',
    )
  })

  it('cells hold no tab and no line end', () => {
    const { body } = read(
      table.replace('Tern', 'Tern<br>\tof <b>Holm</b>').replace('41', '<p>41</p><p>(a record)</p>'),
    )
    expect(body).toContain('\nTern of Holm\t9\t41 (a record)\n')
  })
})

describe('a list is one block, an item a line', () => {
  const items = ['Race one: Tern', 'Race two: Heron', 'Race three: Plover']
  const list = (tag: string, attributes = ''): string =>
    `<${tag}${attributes}>${items.map((item) => `<li>${item}</li>`).join('')}</${tag}>`

  it('with its numbers', () => {
    const { body, body_html } = read(`<p>The winners were:</p>${list('ol', ' start="3"')}`)
    expect(body?.split('\n\n').slice(3, 5)).toEqual([
      'The winners were:',
      '3. Race one: Tern\n4. Race two: Heron\n5. Race three: Plover',
    ])
    expect(body_html).toContain('<ol start="3">\n<li>Race one: Tern</li>')
  })

  it.each([
    ['counted down', ' reversed', '3. Race one: Tern\n2. Race two: Heron\n1. Race three: Plover'],
    ['without numbers', ' style="list-style: none"', items.join('\n')],
  ])('%s', (_name, attributes, expected) => {
    expect(read(`<p>The winners were:</p>${list('ol', attributes)}`).body?.split('\n\n')).toContain(expected)
  })

  it('at the end, with the line that announces it', () => {
    const { body } = read(`<p>Where the boats lie until spring:</p>${list('ul')}`, [])
    expect(body?.split('\n\n').slice(-2)).toEqual(['Where the boats lie until spring:', items.join('\n')])
  })

  it('with an item that is a link', () => {
    const { body } = read(
      `<p>The winners were:</p>${list('ul').replace('Race two: Heron', '<a href="/heron">Race two: Heron</a>')}`,
    )
    expect(body?.split('\n\n')).toContain(items.join('\n'))
  })

  it('an item of several paragraphs is one line', () => {
    const { body } = read(
      `<p>The winners were:</p>${list('ul').replace('Race one: Tern', '<p>Race one:</p><p>Tern</p>')}`,
    )
    expect(body?.split('\n\n')).toContain(items.join('\n'))
  })

  it.each([
    [
      'links to other articles',
      `<ul class="related">${items.map((item) => `<li><a href="/x">${item}, the whole story of the day</a></li>`).join('')}</ul>`,
    ],
    [
      'what a line calls further reading',
      `<h3>More stories</h3><ul>${items.map((item) => `<li><a href="/x">${item}, the whole story of the day</a></li>`).join('')}</ul>`,
    ],
    ['buttons to share', `<ul class="share"><li>Facebook</li><li>Print</li></ul>`],
    [
      'captions of a gallery',
      `<ul>${items.map((item, i) => `<li><img src="/${i}.jpg"><p>${i + 1}/3 ${item}</p></li>`).join('')}</ul>`,
    ],
  ])('but %s go as a whole', (_name, html) => {
    expect(read(html).body).toBe([...before, ...after].join('\n\n'))
  })
})

it.each([
  ['code', '<pre>curl https://data.gull.example/races.csv | head -2\nboat,points</pre>', 'boat,points'],
  [
    'details',
    '<details><summary>How are points counted?</summary><p>The winner of a race has ten points, the second eight.</p></details>',
    'has ten points',
  ],
  [
    'an AMP accordion',
    '<amp-accordion><section><h4>How are points counted?</h4><p>The winner of a race has ten points, the second eight.</p></section></amp-accordion>',
    'has ten points',
  ],
])('%s between two paragraphs stays', (_name, html, text) => {
  expect(read(html).body).toContain(text)
})
