import { describe, expect, test } from 'vitest'
import { extractText } from '../../../src/core/dump/read.ts'
import type { OutletFacts } from '../../../src/core/record/record.ts'
import { blockHash } from '../../../src/core/text/block-hash.ts'

const gull: OutletFacts = {
  slug: 'the-gull',
  name: 'The Gull',
  domain: 'gull.example',
  country: 'EG',
  language: 'en',
  timezone: 'Africa/Cairo',
  mastheads: ['The Harbour Gull', 'Editor in Chief Nadia Sorour'],
  extract_rules: null,
}
const paragraphs = [
  'The harbour board voted on Tuesday to rebuild the eastern pier, which a winter storm had torn away in January.',
  'Work is to begin in the spring, said its chair, Odile Marchetti, and will take eighteen months if the weather holds.',
  'Fishermen had asked for a shorter wall, arguing that the new one would send the swell into their berths.',
  'The board heard them out for two hours, then voted seven to two for the longer plan that its engineers had drawn.',
]
const dump = (lines: readonly string[]): string => lines.join('\n\n')
const read = (lines: readonly string[]) => extractText(dump(lines), { outlets: [gull] }).record

const whole = [
  'FOLLOW USEditor in Chief Nadia Sorour',
  'Home > News > Harbour',
  'Pier to be rebuilt after storm, board decides',
  'Tue 4 March 2025 | 10:30 AM',
  'Ada Brunner',
  ...paragraphs.slice(0, 2),
  'Chair Odile Marchetti at the eastern pier. Jon Vass/Reuters',
  "'A longer wall'",
  ...paragraphs.slice(2),
  'Xinhua - Agencies',
  'Most Read',
  'Ferry is late again',
  'Copyright 2025 The Harbour Gull. All rights reserved.',
]

describe('a dump', () => {
  const record = read(whole)

  test('is recognised by its masthead, whose staff are not its authors', () => {
    expect(record.outlet).toBe('the-gull')
    expect(record.authors).toEqual(['Ada Brunner'])
  })

  test('has a headline and a date in the time zone of its outlet', () => {
    expect(record.title).toBe('Pier to be rebuilt after storm, board decides')
    expect(record.published_at).toBe('2025-03-04T08:30:00Z')
    expect(record.published_local).toBe('2025-03-04T10:30:00+02:00')
    expect(record.published_precision).toBe('minute')
    expect(record.published_tz_source).toBe('outlet')
  })

  test('has a body with its sub-heading, without captions, credits, widgets and rights', () => {
    expect(record.body).toBe(
      [...paragraphs.slice(0, 2), "'A longer wall'", ...paragraphs.slice(2)].join('\n\n'),
    )
  })

  test('has captions and agencies apart', () => {
    expect(record.captions).toEqual([
      { text: 'Chair Odile Marchetti at the eastern pier.', credit: 'Jon Vass', agency: 'Reuters' },
    ])
    expect(record.agencies).toEqual([
      { name: 'Xinhua', role: 'text' },
      { name: 'Reuters', role: 'photo' },
    ])
  })
})

test('a line that stands twice, or word for word in a paragraph, is a caption', () => {
  const record = read([
    whole[2]!,
    whole[3]!,
    paragraphs[0]!,
    'The eastern pier after the storm of January',
    paragraphs[1]!,
    'Odile Marchetti',
    'its chair, Odile Marchetti',
    paragraphs[2]!,
    'The eastern pier after the storm of January',
    paragraphs[3]!,
  ])
  expect(record.captions.map(({ text }) => text)).toContain('The eastern pier after the storm of January')
  expect(record.captions.map(({ text }) => text)).toContain('its chair, Odile Marchetti')
  expect(record.body).not.toContain('after the storm of January')
})

test('midnight sharp is a bare day, and an update dates what has no other date', () => {
  const record = read([whole[2]!, 'The Harbour Gull | Updated: 2025-03-04 00:00', ...paragraphs])
  expect(record.published_local).toBe('2025-03-04')
  expect(record.published_precision).toBe('day')
  expect(record.modified_at).toBe(record.published_at)
})

test('a report about a newspaper is not one by it', () => {
  const about = paragraphs[0]!.replace(
    'The harbour board',
    'The owners of The Harbour Gull, a paper that has told of every storm here since 1902,',
  )
  expect(read([whole[2]!, about, ...paragraphs.slice(1)]).outlet).toBeNull()
})

test('lines that an outlet repeats are dropped', () => {
  const promise =
    'Our reporters walk the quay every morning, so that you need not: write to them about what you see.'
  const text = dump([whole[2]!, ...paragraphs, promise])
  expect(extractText(text, {}).record.body).toContain('walk the quay')
  const { record } = extractText(text, { boilerplate: new Set([blockHash(promise)]) })
  expect(record.body).toBe(paragraphs.join('\n\n'))
})

test.each(['', '\n\n\n', 'Home\nNews\nSport'])('%j is no article', (text) => {
  const { record } = extractText(text, {})
  expect(record.kind).toBe('not_article')
  expect(record.reason).toBe('no_text')
})
