import { describe, expect, it } from 'vitest'
import { isFileTrouble, reasonOf } from '../../../src/adapters/files/reason.ts'
import { databaseCause, lostCause } from '../../../src/adapters/postgres/lost-cause.ts'

const error = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {})

describe('why the database gives no answer, in words', () => {
  it.each([
    [error('timeout exceeded when trying to connect'), 'it answers nothing'],
    [error('timeout expired'), 'it answers nothing'],
    [error('Query read timeout'), 'it answers nothing'],
    [error('Connection terminated due to connection timeout'), 'it answers nothing'],
    [error('Connection terminated unexpectedly'), 'the server closed the connection'],
    [error('terminating connection', '57P01'), 'it is shutting down or starting up'],
    [error('the database system is starting up', '57P03'), 'it is shutting down or starting up'],
  ])('%s', (trouble, cause) => {
    expect(lostCause(trouble)).toBe(cause)
  })

  it('an error with which the server has answered is no lost connection', () => {
    for (const code of ['42P01', '23505', '57014', '55P03', '53300'])
      expect(databaseCause(error('an answer', code))).toBeUndefined()
  })

  it('a refused connection counts only where it is known to be one to the database', () => {
    const refused = error('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED')
    expect(lostCause(refused)).toBeUndefined()
    expect(databaseCause(refused)).toBe('nothing listens on that port')
  })
})

it('a file that the system refuses is explained in words, another error keeps its own', () => {
  expect(reasonOf(error('ENOSPC: no space left on device, write', 'ENOSPC'))).toBe(
    'no space is left on the device',
  )
  expect(isFileTrouble(error('mkdir', 'ENOTDIR'))).toBe(true)
  expect(isFileTrouble(error('a bug'))).toBe(false)
  expect(reasonOf(error('a bug'))).toBe('a bug')
})
