import { describe, expect, it } from 'vitest'
import { bodyMarkdown } from '../../../src/core/body/markdown.ts'

describe('body_html as Markdown', () => {
  it.each([
    ['paragraphs', '<p>One</p>\n<p>Two</p>', 'One\n\nTwo'],
    ['headings', '<h2>Part</h2><p>x</p>', '## Part\n\nx'],
    ['emphasis without its blanks', '<p>a<strong> b </strong>c <em>d</em></p>', 'a **b** c *d*'],
    ['links', '<p><a href="https://x.example/a(b)">A [b]</a></p>', '[A \\[b\\]](https://x.example/a%28b%29)'],
    ['line breaks', '<p>a<br>b</p>', 'a  \nb'],
    ['lists', '<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
    ['numbered lists from their start', '<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['nested lists', '<ul><li>a<ul><li>b</li></ul></li></ul>', '- a\n  - b'],
    ['quotations', '<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'],
    [
      'tables',
      '<table><tr><th>A</th><th>B|C</th></tr><tr><td>1</td></tr></table>',
      '| A | B\\|C |\n| --- | --- |\n| 1 |  |',
    ],
    ['code', '<pre>a\n  b</pre><p><code>`x`</code></p>', '```\na\n  b\n```\n\n`` `x` ``'],
    [
      'text that would be markup',
      '<p># no *heading* &lt;b&gt;</p><p>1. no list</p>',
      '\\# no \\*heading\\* \\<b\\>\n\n1\\. no list',
    ],
    ['nothing', '', ''],
  ])('%s', (_, html, markdown) => {
    expect(bodyMarkdown(html)).toBe(markdown)
  })
})
