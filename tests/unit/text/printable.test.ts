import { describe, expect, it } from 'vitest'
import { storyLines } from '../../../src/cli/look/stories.ts'
import { table } from '../../../src/cli/terminal/table.ts'
import { csvLine } from '../../../src/core/files/csv.ts'
import { inOneLine, printable, withoutControls } from '../../../src/core/text/printable.ts'

const hostile =
  'Ferry \u001b[31mred\u001b[0m \u009b2J \u001b]52;c;cHduZWQ=\u0007 \u202edrawkcab\u202c \u2066iso\u2069 \rover\bback\u0085next'
const scripts = [
  'Zoë Müller-Søndergård',
  'नरेंद्र मोदी',
  'محمد بن سلمان',
  'מרים\u200f כהן',
  '東京 🗼 👩‍👩‍👧',
  'Nguyễn Văn A',
  'ක්‍රි',
]

describe('what is printed is text', () => {
  it('shows control characters and turns of direction as escapes', () => {
    expect(printable(hostile)).toBe(
      'Ferry \\u001b[31mred\\u001b[0m \\u009b2J \\u001b]52;c;cHduZWQ=\\u0007 \\u202edrawkcab\\u202c \\u2066iso\\u2069 \\u000dover\\u0008back\\u0085next',
    )
    expect(withoutControls(hostile)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })

  it('is the same data within JSON', () => {
    expect(JSON.parse(printable(JSON.stringify({ title: hostile, lines: 'a\nb\tc' })))).toEqual({
      title: hostile,
      lines: 'a\nb\tc',
    })
  })

  it('keeps a title within its line', () => {
    expect(inOneLine('Ferry\r\nok   postgres: fine\u2028\u0085next\tcell')).toBe(
      'Ferry ok   postgres: fine next cell',
    )
    expect(table([['1', 'Ferry\n  2  forged']])).toBe('  1  Ferry   2  forged')
    const story = { story_id: 1, title: 'Ferry\n#2  forged', outlets: [], outlet_count: 0, article_count: 0 }
    expect(
      storyLines({ ...story, independent_count: 0, first_published_at: null } as never).split('\n'),
    ).toHaveLength(2)
  })

  it.each(scripts)('leaves %s readable', (name) => {
    expect(printable(name)).toBe(name)
    expect(withoutControls(name)).toBe(name)
  })
})

describe('a cell of CSV', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1 (555) 01', "'+1 (555) 01"],
    ['-cmd|x', "'-cmd|x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1+1', "' =1+1"],
    ['\u200b=1+1', "'\u200b=1+1"],
    ['＝1+1', "'＝1+1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['－ a dash of full width', "'－ a dash of full width"],
    ['— a dash', '— a dash'],
    ['-12.5', '-12.5'],
    ['+3e7', '+3e7'],
    ['a\r\nb', '"a\nb"'],
    ['a\u001bb', 'a b'],
    [-5, '-5'],
    [null, ''],
    [['=x'], '"[""=x""]"'],
  ])('%j becomes %s', (value, cell) => {
    expect(csvLine([value])).toBe(`${cell}\r\n`)
  })

  it('stays as it is where that was asked for', () => {
    expect(csvLine(['=1', '-x'], { raw: true })).toBe('=1,-x\r\n')
  })
})
