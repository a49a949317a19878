import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { packageFile } from '../../../src/runtime/package-root.ts'

/** The log of a process that runs this program on a logger named `log`. */
function logOf(level: string, program: string): Record<string, unknown>[] {
  const script = `import { createLogger } from '${packageFile('src', 'runtime', 'process', 'logger.ts')}'
    const log = createLogger('${level}')
    const away = (message, code) => Object.assign(new Error(message), { code })
    ${program}`
  const { stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
  })
  return stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

describe('the log', () => {
  it('says once that a service is away, whatever words the drivers find for it', () => {
    const lines = logOf(
      'info',
      `for (let i = 0; i < 1000; i++) {
        log.warn({ err: away('connect ECONNREFUSED', 'ECONNREFUSED') }, 'connection trouble')
        log.warn({ err: away('READONLY You can not write against a read only replica.') }, 'connection trouble')
        log.error({ stage: 'repair', err: away('terminating connection', '57P01') }, 'repair round failed')
      }`,
    )
    expect(lines.map(({ msg }) => msg)).toEqual(['connection trouble', 'repair round failed'])
  })

  it('says every other failure each time', () => {
    const lines = logOf(
      'info',
      `for (let i = 0; i < 3; i++) {
        log.warn({ err: away('column "x" does not exist', '42703') }, 'step threw, to be tried alone')
        log.info({ stage: 'extract' }, 'step')
      }`,
    )
    expect(lines).toHaveLength(6)
  })

  it('says everything to whoever asks for it by the level debug', () => {
    const lines = logOf(
      'debug',
      `for (let i = 0; i < 3; i++) log.warn({ err: away('x', '57P01') }, 'connection trouble')`,
    )
    expect(lines).toHaveLength(3)
  })

  it('shows the error of the driver and none of the values that a query builder puts into its own', () => {
    const [line] = logOf(
      'info',
      `const query = Object.assign(new Error('Failed query: insert … params: a page'), { query: 'insert', params: ['a page'] })
       query.cause = away('the server is a standby', '25006')
       for (let i = 0; i < 3; i++) log.warn({ err: query }, 'connection trouble')`,
    )
    expect(line).toMatchObject({ err: { message: 'the server is a standby', code: '25006' } })
    expect(JSON.stringify(line)).not.toContain('a page')
  })
})
