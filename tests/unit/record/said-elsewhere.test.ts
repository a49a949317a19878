import { describe, expect, it, test } from 'vitest'
import { emptyRecord } from '../../../src/core/record/record.ts'
import {
  completed,
  type SaidElsewhere,
  withFeedAndCorrections,
} from '../../../src/core/record/said-elsewhere.ts'

const nothing: SaidElsewhere = {
  feed_title: null,
  feed_author: null,
  feed_published_at: null,
  corrections: null,
}
const feed: SaidElsewhere = {
  feed_title: 'Ferry sails again',
  feed_author: 'By Ines Okafor and Hans Meier',
  feed_published_at: new Date('2024-05-03T10:30:00Z'),
  corrections: null,
}
const page = {
  ...emptyRecord(),
  title: 'The ferry is back',
  authors: ['Ann Lee'],
  published_at: '2024-05-03T09:00:00Z',
  published_source: 'json_ld' as const,
}

describe('what the feed says', () => {
  it('fills the fields that the page leaves empty', () => {
    expect(withFeedAndCorrections(emptyRecord(), feed)).toMatchObject({
      title: 'Ferry sails again',
      authors: ['Ines Okafor', 'Hans Meier'],
      published_at: '2024-05-03T10:30:00.000Z',
      published_local: '2024-05-03T10:30:00+00:00',
      published_precision: 'second',
      published_tz_source: 'text',
      published_source: 'feed',
    })
  })

  it('changes no field that the page has', () => {
    expect(withFeedAndCorrections(page, feed)).toEqual(page)
  })

  it('is named as the source of what it filled, and of nothing else', () => {
    const provenance = { title: 'json_ld', language: 'page' } as const
    expect(completed({ record: { ...page, authors: [] }, provenance }, feed)).toMatchObject({
      fields: { title: 'The ferry is back', authors: ['Ines Okafor', 'Hans Meier'] },
      provenance: { title: 'json_ld', authors: 'feed', language: 'page' },
    })
    expect(completed({ record: emptyRecord(), provenance: {} }, nothing).provenance).toEqual({})
  })

  it('is no author where it names nobody', () => {
    const said = { ...feed, feed_author: 'Newsroom' }
    const { fields, provenance } = completed({ record: emptyRecord(), provenance: {} }, said)
    expect(fields.authors).toEqual([])
    expect(provenance).toEqual({ title: 'feed' })
  })
})

test('a correction is preferred to the page and to the feed, also where it empties a field', () => {
  const corrections = { title: 'The ferry returns', authors: [] }
  const { fields, provenance } = completed(
    { record: page, provenance: { title: 'json_ld', authors: 'json_ld' } },
    { ...feed, corrections },
  )
  expect(fields).toMatchObject({ ...page, ...corrections })
  expect(provenance).toEqual({ title: 'corrected', authors: 'corrected' })
  expect(withFeedAndCorrections(page, { ...feed, corrections })).toEqual(fields)
})
