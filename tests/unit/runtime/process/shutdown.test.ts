import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { packageFile } from '../../../../src/runtime/package-root.ts'

/** Waits for a signal, as a worker does after it has started, and then for ever. */
const program = `
  const { runUntilSignal } = await import(${JSON.stringify(packageFile('src/runtime/process', 'shutdown.ts'))})
  const { endOnSignal } = await import(${JSON.stringify(packageFile('src/runtime/process', 'signals.ts'))})
  const say = (fields, message) => console.log(message)
  endOnSignal(0)
  const interruption = new AbortController()
  if (process.argv[1] === 'interrupted') process.on('SIGTERM', () => interruption.abort(new Error('interrupted by SIGTERM')))
  setTimeout(() => console.log('ready'))
  await runUntilSignal(
    { info: say, warn: say, error: say },
    () => new Promise((resolve) => setTimeout(resolve, 2 ** 30)),
    interruption.signal,
  )
`

/** Starts the program and sends it all `signals` in one moment, while it is stopped; then waits for `until` or its end. */
async function signalled(signals: readonly NodeJS.Signals[], until?: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  )
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => said.includes(text) && resolve()
      child.stdout.on('data', (chunk) => {
        said += chunk
        look()
      })
      look()
    })
  await says('ready')
  child.kill('SIGSTOP')
  for (const signal of signals) child.kill(signal)
  child.kill('SIGCONT')
  const code = await Promise.race([ended, ...(until ? [says(until).then(() => undefined)] : [])])
  child.kill('SIGKILL')
  await ended
  return { code, said }
}

describe('two signals that come in one moment', () => {
  it('end a process at once, whichever is given to it first', async () => {
    for (const signals of [
      ['SIGTERM', 'SIGINT'],
      ['SIGINT', 'SIGHUP'],
      ['SIGHUP', 'SIGTERM'],
    ] as const) {
      const { code, said } = await signalled(signals)
      expect({ signals, code }).toEqual({ signals, code: 1 })
      expect(said).toContain('stopped at once')
    }
  })

  it('are one when both are the same', async () => {
    expect((await signalled(['SIGTERM', 'SIGTERM'], 'stopping')).code).toBeUndefined()
  })

  it('are one when an interruption says that the first came', async () => {
    const { code, said } = await signalled(['SIGTERM'], 'stopping', 'interrupted')
    expect(code).toBeUndefined()
    expect(said).not.toContain('at once')
    expect((await signalled(['SIGTERM', 'SIGINT'], undefined, 'interrupted')).code).toBe(1)
  })
})
