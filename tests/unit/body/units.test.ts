import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../../src/core/article/read-page.ts'

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

describe('a list or table under a heading of its own, in boxes', () => {
  const part = (html: string): string => `<div class="part"><div class="part__text">${html}</div></div>`
  const winners = '<ul><li>2025: Tern</li><li>2024: Heron</li><li>2023: Plover</li><li>2022: Knot</li></ul>'

  it('stays at the end where boxes of its kind hold the text', () => {
    const html = `<html lang="en"><head><title>League ends its season</title></head><body><main><h1>League ends its season</h1>${before.map((line) => part(`<p>${line}</p>`)).join('')}${part('<h3>Winners of the league</h3>')}${part(winners)}</main></body></html>`
    const { body } = extractHtml(html, { url: 'https://gull.example/league' }).record
    expect(body?.split('\n\n').slice(-2)).toEqual([
      'Winners of the league',
      '2025: Tern\n2024: Heron\n2023: Plover\n2022: Knot',
    ])
  })

  it('stays between paragraphs, whatever boxes are around it', () => {
    const { body } = read(`<div><div class="wrap"><div class="inner">${table}</div></div></div>`)
    expect(body?.split('\n\n')).toContain(tableText)
  })
})

describe('code', () => {
  it('stays between the paragraphs that speak of it, whatever words are in it', () => {
    const code = 'FROM busybox\nCOPY . /tmp/league.app\nCMD run app --subscribe'
    const { body } = read(
      `<p>The file that starts the board looks like this:</p><div class="language-docker code-toolbar"><pre><code>${code}</code></pre></div>`,
    )
    expect(body?.split('\n\n')).toContain(code)
  })

  it('stays at the end after the lines that announce it', () => {
    const { body } = read(
      '<p>To stop the board:</p><pre>board stop --now</pre><p>To start it again:</p><pre>board start --boats=all</pre>',
      [],
    )
    expect(body?.split('\n\n').slice(-4)).toEqual([
      'To stop the board:',
      'board stop --now',
      'To start it again:',
      'board start --boats=all',
    ])
  })
})

describe('a recipe that JSON-LD has', () => {
  const ingredients = [
    ['250 g', 'rye flour'],
    ['1 pinch', 'salt'],
    ['3', 'eggs'],
    ['40 g', 'butter'],
  ]
  const steps = [
    'Stir flour and salt, and pour in half a litre of cold milk.',
    'Add the eggs, one by one.',
    'Bake in butter until golden.',
  ]
  const linked = {
    '@context': 'https://schema.org',
    '@type': 'Recipe',
    name: 'League pancakes',
    description:
      'Pancakes that the crews of the league eat after the last race of the year, thin, dark and with much butter, in a hut.',
    recipeIngredient: ingredients.map((cells) => cells.join(' ')),
    recipeInstructions: steps.map((text) => ({
      '@type': 'HowToStep',
      text: text.replace('golden', 'gold&eacute;n'),
    })),
  }

  it('has its ingredients whole, with names and amounts, and steps that are encoded once more', () => {
    const html = `<html lang="en"><head><title>League pancakes</title><script type="application/ld+json">${JSON.stringify(linked)}</script></head><body><main><h1>League pancakes</h1><p>${linked.description}</p><table>${ingredients.map((cells) => row(cells)).join('')}</table><ol>${steps.map((text) => `<li><div>${text.replace('golden', 'goldén')}</div></li>`).join('')}</ol></main></body></html>`
    const { body } = extractHtml(html, { url: 'https://gull.example/pancakes' }).record
    expect(body).toContain('250 g\trye flour\n1 pinch\tsalt\n3\teggs\n40 g\tbutter')
    expect(body).toContain('Bake in butter until goldén.')
  })
})
