import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../../adapters/files/reason.ts'
import { takeOverSignal } from '../../runtime/process/signals.ts'

/** Why a command ends before its work is done, and with which exit code. */
export class Interruption extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
/** A terminal signals all processes of its group, and the launcher passes its signal on: two signals within this time are one. */
const SAME_SIGNAL_MS = 1_000
/** How long a command may take to release what it holds. A server that writes its memory to the disk takes the longest. */
const CLEAN_UP_MS = 20_000
const PARENT_MS = 500

const controller = new AbortController()
const underWay = new Set<Promise<unknown>>()

/** Aborts when this process has to end: by a signal, or because the process that reads its output or started it has ended. */
export const interruption: AbortSignal = controller.signal

/** Rejects with the `Interruption` when there is one. */
export const interrupted: Promise<never> = new Promise((_, reject) => {
  interruption.addEventListener('abort', () => reject(interruption.reason as Interruption))
})
interrupted.catch(() => {})

/** Interrupts what this process does; the first reason counts. */
function interrupt(message: string, exitCode: number): void {
  controller.abort(new Interruption(message, exitCode))
}

/** Marks work that an interrupted process waits for, because the work releases what it holds. */
export function toItsEnd<T>(work: Promise<T>): Promise<T> {
  const ended = work.then(
    () => {},
    () => {},
  )
  underWay.add(ended)
  void ended.then(() => underWay.delete(ended))
  return work
}

/** Resolves when all work marked by `toItsEnd` has ended, after 20 s at the latest. */
export async function cleanedUp(): Promise<void> {
  await Promise.race([Promise.all(underWay), sleep(CLEAN_UP_MS)])
}

/**
 * Listens for signals and for the end of the output. Another signal ends the process at once.
 *
 * @param service whether the program runs until it is told to stop, so that a signal is its regular end
 */
export function listen(service: boolean): void {
  let first: { readonly name: string; readonly atMs: number } | undefined
  for (const [name, code] of Object.entries(CODES) as [keyof typeof CODES, number][]) {
    // The listener of launch.mjs, whose place this one takes.
    takeOverSignal(name, () => {
      if (first?.name === name && performance.now() - first.atMs < SAME_SIGNAL_MS) return
      if (first) process.exit(service ? 1 : code)
      first = { name, atMs: performance.now() }
      interrupt(`interrupted by ${name}`, service ? 0 : code)
    })
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `newsloom export … | head` closes the pipe early: that is success, not a failure.
    if (error.code === 'EPIPE') interrupt('the reader of the output has closed it', 0)
    else interrupt(`cannot write the output: ${reasonOf(error)}`, 1)
  })
  // A closed stderr does not stop the work.
  process.stderr.on('error', () => {})
}

/**
 * Ends this process when the one that started it is gone: npm runs a shell that dies of a signal and passes none on, and
 * the launcher of an older Node may be killed. Without it a service would run on with nobody to stop it.
 *
 * @param underNpm whether npm runs this program
 * @param service whether the program runs until it is told to stop
 */
export function endWithParent(underNpm: boolean, service: boolean): void {
  if (!underNpm && !process.connected) return
  const parent = process.ppid
  const check = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(check)
    interrupt('the process that started this one has ended', service ? 0 : CODES.SIGTERM)
  }, PARENT_MS)
  check.unref()
}
