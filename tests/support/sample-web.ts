import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/runtime/config.ts'
import { type OpenDeps, openDeps } from '../../src/runtime/deps.ts'
import { loadSampleOnce } from '../../src/runtime/sample-load.ts'
import { seedRegistry } from '../../src/runtime/seed.ts'
import { runPipelineUntilIdle } from '../../src/runtime/until-idle.ts'
import { startWeb, type WebOptions, type WebServer } from '../../src/web/server.ts'

export const OPERATOR_TOKEN = 'only-for-this-run'

export interface SampleWeb {
  readonly deps: OpenDeps
  readonly web: WebServer
  close(): Promise<void>
}

/** The bundled sample in a throw-away embedded Postgres, with the pages on a free port. */
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
    await seedRegistry(deps.pool)
    await loadSampleOnce(deps)
    await runPipelineUntilIdle(deps)
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
