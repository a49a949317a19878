import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Result, Setup } from './run.ts'

/** CPU milliseconds. All jobs of a worker share its event loop: no document may block it for longer. */
const MAX_HOLD_MS = 200

/** Polls sources whose robots.txt and documents are made to be slow, and measures the longest time that one blocks the event loop. */
export async function hostileTexts(setup: Setup): Promise<Result> {
  const databaseUrl = await setup.postgres.freshDatabase()
  const started = performance.now()
  const file = fileURLToPath(new URL('./loop-holds.ts', import.meta.url))
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: setup.scale.patienceMs,
  })
  const [[status], stdout, stderr] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ])
  const measured = status === 0 ? (JSON.parse(stdout) as Measured) : undefined
  return {
    attack: `hostile texts (${setup.queue})`,
    tried: 'robots.txt, feeds and sitemaps that are made to be slow',
    found: measured
      ? `${Math.round((performance.now() - started) / 1000)} s, the event loop held for ${measured.longestMs} ms at most`
      : `exit ${status}`,
    lost: 0,
    double: 0,
    halfWritten: 0,
    examples: measured ? [JSON.stringify(measured)] : [stderr.slice(-500)],
    promises: [
      {
        promise: `no text holds the event loop for more than ${MAX_HOLD_MS} ms of CPU`,
        kept: measured !== undefined && measured.longestMs <= MAX_HOLD_MS,
      },
    ],
  }
}

interface Measured {
  readonly longestMs: number
  /** The document that was polled at that time. */
  readonly at: string
  readonly outcomes: Readonly<Record<string, string>>
}
