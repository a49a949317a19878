import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { FoundRow } from '../pipeline/load/found-row.ts'
import { loadRows } from '../pipeline/load/load.ts'
import { countArticles } from '../store/operations/fates.ts'
import type { OpenDeps } from './deps.ts'
import { packageFile } from './package-root.ts'
import { seedRegistry } from './seed.ts'

interface SamplePage {
  readonly revision_of: string | null
  readonly file: string
  readonly url: string | null
  readonly outlet: string
}

/**
 * Loads the bundled sample into a database without articles; else does nothing. `settled` is awaited before the second
 * version of revised pages is loaded: a first version that was never read would not be kept.
 *
 * @returns how many pages were loaded
 */
export async function loadSampleOnce(
  deps: OpenDeps,
  settled: () => Promise<void>,
): Promise<number | undefined> {
  if (await countArticles(deps.pool)) return undefined
  await seedRegistry(deps.pool, { sample: true })
  const first = await loadRows(deps, samplePages(false))
  await settled()
  const second = await loadRows(deps, samplePages(true))
  if (second.new) await settled()
  return first.new + second.new
}

async function* samplePages(revised: boolean): AsyncGenerator<FoundRow> {
  const pages = JSON.parse(await readFile(packageFile('seeds', 'expected.json'), 'utf8')) as SamplePage[]
  for (const { file, url, outlet, revision_of: before } of pages) {
    if ((before !== null) !== revised) continue
    const html = extname(file) === '.html'
    yield {
      kind: 'row',
      file,
      line: 0,
      url,
      // A text dump must be recognised by its masthead.
      outlet: html ? outlet : null,
      externalId: null,
      document: html ? 'html' : 'text',
      bytes: await readFile(packageFile('seeds', file)),
      status: null,
      headers: null,
      given: null,
    }
  }
}
