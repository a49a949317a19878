import { describe, expect, it } from 'vitest'
import { HTTP_ERROR_CODES } from '../../../src/adapters/http/error.ts'
import { judgeError, judgeStatus, retryAfterS } from '../../../src/core/fetching/verdict.ts'

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
})

describe('a transport error', () => {
  it.each(HTTP_ERROR_CODES.filter((code) => code !== 'aborted'))(
    '%s has a fate, now and in the end',
    (code) => {
      expect(['parked', 'failed']).toContain(judgeError(code, first)?.kind)
      expect(judgeError(code, last)?.kind).toBe('failed')
    },
  )

  it('that we caused ourselves has none', () => {
    expect(judgeError('aborted', first)).toBeUndefined()
  })
})

describe('Retry-After', () => {
  it.each([
    ['90', 90],
    ['Wed, 20 May 2026 12:01:00 GMT', 60],
    ['999999999', 86_400],
    ['0', undefined],
    ['soon', undefined],
    ['Wed, 20 May 2026 11:00:00 GMT', undefined],
  ])('%s', (header, seconds) => {
    expect(retryAfterS(header, now)).toBe(seconds)
  })
})
