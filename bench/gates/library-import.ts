import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPacked } from '../../tests/support/packed.ts'

const RUNS = 9

/**
 * The CPU time of `import 'newsloom'` divided by that of `import 'cheerio'`: of whole processes, with the packed package; the best
 * of several runs in turn.
 */
export async function libraryImport(): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), 'newsloom-import-'))
  try {
    return { import_over_cheerio: importOverCheerio(await installPacked(folder)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param place a folder in which the packed package is installed */
export function importOverCheerio(place: string): number {
  const least = { newsloom: Number.POSITIVE_INFINITY, cheerio: Number.POSITIVE_INFINITY }
  for (let run = 0; run < RUNS; run++)
    for (const name of ['newsloom', 'cheerio'] as const)
      least[name] = Math.min(least[name], importMs(place, name))
  return Math.round((least.newsloom / least.cheerio) * 100) / 100
}

function importMs(place: string, name: string): number {
  const code = `await import('${name}'); const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)`
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: place,
    encoding: 'utf8',
    // With a cache of compiled code, the cache would be measured.
    env: { ...process.env, NODE_COMPILE_CACHE: undefined },
  })
  const ms = Number(run.stdout)
  if (run.status !== 0 || !(ms > 0)) throw new Error(`import '${name}' failed: ${run.stderr}`)
  return ms
}
