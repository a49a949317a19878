import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'

/** `--name 5000` on the command line, or the fallback. */
export function numberOption(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`)
  if (at < 0) return fallback
  const value = Number(process.argv[at + 1]?.replaceAll('_', ''))
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} needs a number above 0`)
  return value
}

/**
 * Runs `work` on DATABASE_URL, or on an embedded Postgres: in NEWSLOOM_HOME where that is set (it is kept for the next
 * bench), else in a folder that is removed afterwards.
 */
export async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL)
  const kept = process.env.NEWSLOOM_HOME
  const home = kept ?? mkdtempSync(join(tmpdir(), 'newsloom-bench-'))
  if (!kept) chmodSync(home, 0o755)
  const postgres = await joinEmbedded(home)
  try {
    return await work(postgres.url)
  } finally {
    await postgres.leave()
    if (!kept) rmSync(home, { recursive: true, force: true })
  }
}
