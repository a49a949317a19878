import { describe, expect, it } from 'vitest'
import { HTTP_ERROR_CODES } from '../../../src/adapters/http/error.ts'
import {
  hostPause,
  judgeError,
  judgeNotFound,
  judgeStatus,
  retryAfterS,
} from '../../../src/core/fetching/verdict.ts'

const now = new Date('2026-05-20T12:00:00Z')
const first = { now, chance: 0.5, parkedCount: 0 }
const last = { now, chance: 0.5, parkedCount: 8 }

describe('a status', () => {
  it.each([
    [200, null],
    [304, null],
    [404, { kind: 'failed', code: 'http_404' }],
    [410, { kind: 'failed', code: 'http_410' }],
    [418, { kind: 'failed', code: 'http_4xx' }],
    [399, { kind: 'failed', code: 'bad_response' }],
  ])('%i', (status, expected) => {
    expect(judgeStatus(status, undefined, first)).toEqual(expected)
  })

  it('429 waits as long as the host asks', () => {
    expect(judgeStatus(429, '120', first)).toEqual({
      kind: 'parked',
      reason: 'http_429',
      until: new Date('2026-05-20T12:02:00Z'),
    })
  })

  it('503 backs off by itself, longer each time, and is given up in the end', () => {
    const waits = [0, 1, 2, 3].map((parkedCount) => {
      const outcome = judgeStatus(503, undefined, { ...first, parkedCount })
      return outcome?.kind === 'parked' ? outcome.until.getTime() - now.getTime() : 0
    })
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000])
    expect(judgeStatus(503, undefined, last)).toEqual({ kind: 'failed', code: 'http_5xx' })
  })

  it.each([408, 425] as const)('%i is asked again, and given up in the end', (status) => {
    expect(judgeStatus(status, undefined, first)).toEqual({
      kind: 'parked',
      reason: `http_${status}`,
      until: new Date('2026-05-20T12:00:30Z'),
    })
    expect(judgeStatus(status, undefined, last)).toEqual({ kind: 'failed', code: 'http_4xx' })
  })
})

describe('a 404', () => {
  const listed = { now, isListed: true, firstSeenAt: new Date('2026-05-20T11:55:00Z'), waitedS: null }
  const waitS = (notFound: typeof listed | { waitedS: number }) => {
    const outcome = judgeNotFound({ ...listed, ...notFound })
    return outcome.kind === 'parked' ? (outcome.until.getTime() - now.getTime()) / 1_000 : outcome
  }

  it('of a page that a feed lists is asked again after ten minutes and after an hour', () => {
    expect([null, 600, 601.5, 3_600].map((waitedS) => waitS({ ...listed, waitedS } as never))).toEqual([
      600,
      3_600,
      3_600,
      { kind: 'failed', code: 'http_404' },
    ])
  })

  it('is final where no feed lists the page, or where it is old', () => {
    const final = { kind: 'failed', code: 'http_404' }
    expect(judgeNotFound({ ...listed, isListed: false })).toEqual(final)
    expect(judgeNotFound({ ...listed, firstSeenAt: new Date('2026-05-19T11:00:00Z') })).toEqual(final)
  })

  it('makes no other page of its host wait', () => {
    expect(hostPause(judgeNotFound(listed), first)).toBeNull()
  })
})

describe('a transport error', () => {
  it.each(HTTP_ERROR_CODES.filter((code) => code !== 'aborted' && code !== 'address_busy'))(
    '%s has a fate, now and in the end',
    (code) => {
      expect(['parked', 'failed']).toContain(judgeError(code, first)?.kind)
      expect(judgeError(code, last)?.kind).toBe('failed')
    },
  )

  it('names a broken answer for what it is', () => {
    expect(judgeError('bad_response', first)).toMatchObject({ kind: 'parked', reason: 'bad_response' })
  })

  it('of a busy address puts the page off, however often, and leaves its host as it is', () => {
    for (const trouble of [first, last]) {
      const outcome = judgeError('address_busy', trouble, 2_500)
      expect(outcome).toEqual({
        kind: 'parked',
        reason: 'host_busy',
        until: new Date(trouble.now.getTime() + 2_500),
      })
      expect(hostPause(outcome!, trouble)).toBeNull()
    }
  })

  it('that we caused ourselves has none', () => {
    expect(judgeError('aborted', first)).toBeUndefined()
  })
})

describe('Retry-After', () => {
  it.each([
    ['90', 90],
    ['Wed, 20 May 2026 12:01:00 GMT', 60],
    ['Wednesday, 20-May-26 12:01:00 GMT', 60],
    ['Wed May 20 12:01:00 2026', 60],
    ['999999999', 86_400],
    ['0', undefined],
    ['soon', undefined],
    ['Wed, 20 May 2026 11:00:00 GMT', undefined],
  ])('%s', (header, seconds) => {
    expect(retryAfterS(header, now)).toBe(seconds)
  })
})
