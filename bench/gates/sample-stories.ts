import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/runtime/config.ts'
import { openDeps } from '../../src/runtime/deps.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { loadSampleOnce } from '../../src/runtime/sample-load.ts'
import { runPipelineUntilIdle } from '../../src/runtime/workers/until-idle.ts'
import { readSample } from '../../src/sample/read.ts'
import { bcubed } from '../stories/scores.ts'

/** The bundled sample through the real pipeline: BCubed F1 of its stories and the copies found, in percent. */
export async function sampleStories(): Promise<Readonly<Record<string, number>>> {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-gate-'))
  chmodSync(home, 0o755)
  const deps = await openDeps({ ...readConfig({}), home }, { migrate: true, workers: 4, logLevel: 'error' })
  try {
    await loadSampleOnce(deps, async () => {
      await runPipelineUntilIdle(deps)
    })
    const { rows } = await deps.pool.query<{
      title: string
      url: string | null
      story_id: number
      copy: boolean
    }>(
      'select title, url, story_id, duplicate_of is not null as copy from news.articles where story_id is not null',
    )
    const entries = readSample(packageFile('seeds')).entries
    const gold: string[] = []
    const found: string[] = []
    let copies = 0
    let copiesFound = 0
    for (const entry of entries) {
      const { title, language } = entry.record
      const row = rows.find((r) => (entry.url ? r.url === entry.url : r.title === title))
      if (!row || entry.revision_of || entry.record.kind !== 'article') continue
      gold.push(`${entry.event}/${language}`)
      found.push(String(row.story_id))
      if (entry.copy_of) {
        copies++
        if (row.copy) copiesFound++
      }
    }
    const falseCopies = rows.filter((row) => row.copy).length - copiesFound
    return {
      articles: gold.length,
      bcubed_f1: Math.round(bcubed(gold, found).f1 * 10_000) / 100,
      copies_found: Math.round((copiesFound / copies) * 10_000) / 100,
      false_copies: falseCopies,
    }
  } finally {
    await deps.close()
    rmSync(home, { recursive: true, force: true })
  }
}
