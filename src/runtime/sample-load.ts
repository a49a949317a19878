import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type LoadReport, loadRows } from '../pipeline/load.ts'
import type { FoundRow } from '../pipeline/load-rows.ts'
import { countArticles } from '../store/fates.ts'
import type { OpenDeps } from './deps.ts'
import { packageFile } from './package-root.ts'
import { seedRegistry } from './seed.ts'

interface SamplePage {
  readonly file: string
  readonly url: string | null
  readonly outlet: string
}

/** Loads the bundled sample into a database that holds no article yet; else does nothing. */
export async function loadSampleOnce(deps: OpenDeps): Promise<LoadReport | undefined> {
  if (await countArticles(deps.pool)) return undefined
  await seedRegistry(deps.pool, { sample: true })
  return loadRows(deps, samplePages())
}

async function* samplePages(): AsyncGenerator<FoundRow> {
  const pages = JSON.parse(await readFile(packageFile('seeds', 'expected.json'), 'utf8')) as SamplePage[]
  for (const { file, url, outlet } of pages) {
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
