import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { readConfig } from '../../../src/runtime/config.ts'
import { type OpenDeps, openDeps } from '../../../src/runtime/deps.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { loadSampleOnce } from '../../../src/runtime/sample-load.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { startWeb, type WebOptions, type WebServer } from '../../../src/web/server.ts'

export const OPERATOR_TOKEN = 'only-for-this-run'

export interface SampleWeb {
  readonly deps: OpenDeps
  readonly web: WebServer
  close(): Promise<void>
}

/** Changes a page of the sample, so that the article gets a second version. */
export async function reviseSample(deps: OpenDeps): Promise<void> {
  const pages = JSON.parse(await readFile(packageFile('seeds', 'expected.json'), 'utf8')) as {
    file: string
    url: string
    outlet: string
    revision_of: string | null
  }[]
  const revision = pages.find((page) => page.revision_of)
  if (!revision) throw new Error('the sample has no revised page')
  const { file, url, outlet } = revision
  await loadRows(
    deps,
    (async function* () {
      yield {
        kind: 'row' as const,
        file,
        line: 0,
        url,
        outlet,
        externalId: null,
        document: 'html' as const,
        bytes: await readFile(packageFile('seeds', file)),
        status: null,
        headers: null,
        given: null,
      }
    })(),
  )
  await runPipelineUntilIdle(deps)
}

/** The bundled sample in a temporary embedded Postgres, with the pages of Newsloom on a free port. */
export async function openSampleWeb(options: WebOptions = {}): Promise<SampleWeb> {
  const home = mkdtempSync(join(tmpdir(), 'newsloom-pages-'))
  chmodSync(home, 0o755)
  const deps = await openDeps(
    {
      ...readConfig({}),
      home,
      port: 0,
      logLevel: 'silent',
      operatorToken: OPERATOR_TOKEN,
      extractThreads: 2,
    },
    { migrate: true, workers: 4 },
  )
  const cleanUp = async () => {
    await deps.close()
    rmSync(home, { recursive: true, force: true })
  }
  try {
    await loadSampleOnce(deps, async () => {
      await runPipelineUntilIdle(deps)
    })
    const web = await startWeb(deps, options)
    return {
      deps,
      web,
      async close() {
        await web.close()
        await cleanUp()
      },
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
}
