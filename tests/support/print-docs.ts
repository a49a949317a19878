// Prints .env.example from the table of settings, docs/attacks.md from the names of tests, docs/schema.md from the comments in
// the database, commands, settings and metrics in docs/reference from the program, and the results in docs/how-to/cookbook.md
// from a run of the bundled sample.
//   node tests/support/print-docs.ts            writes them
//   node tests/support/print-docs.ts --check    fails when one of them is stale (the integration tests do the same)
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schemaDoc } from '../../src/cli/schema-doc.ts'
import { readConfig } from '../../src/runtime/config.ts'
import { openDeps } from '../../src/runtime/deps.ts'
import { createMeter } from '../../src/runtime/health/metrics.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { envExample } from '../../src/runtime/settings-text.ts'
import { attacksDoc } from './attacks-doc.ts'
import { askAsReader, recipesOf, tableOf, withResults } from './cookbook.ts'
import { commandsDoc, metricsDoc, settingsDoc } from './reference-docs.ts'
import { runSample } from './sample-run.ts'

const check = process.argv.includes('--check')
const home = mkdtempSync(join(tmpdir(), 'newsloom-docs-'))
chmodSync(home, 0o755)
const deps = await openDeps(
  { ...readConfig({}), home, databaseUrl: undefined, redisUrl: undefined, logLevel: 'silent' },
  { workers: 3, migrate: true },
)
const { pool } = deps
let stale = 0
try {
  settle('.env.example', envExample())
  settle('docs/attacks.md', attacksDoc())
  settle('docs/reference/settings.md', settingsDoc())
  settle('docs/reference/commands.md', await commandsDoc())
  settle('docs/reference/metrics.md', metricsDoc(await createMeter().expose(deps)))
  await runSample(deps)
  settle('docs/schema.md', await schemaDoc(pool))
  const cookbook = readFileSync(packageFile('docs', 'how-to', 'cookbook.md'), 'utf8')
  const results: string[] = []
  for (const { title, statement } of recipesOf(cookbook)) {
    try {
      results.push(tableOf(await askAsReader(pool, statement)))
    } catch (error) {
      throw new Error(`"${title}" failed: ${(error as Error).message}`, { cause: error })
    }
  }
  settle('docs/how-to/cookbook.md', withResults(cookbook, results))
} finally {
  await deps.close()
  rmSync(home, { recursive: true, force: true })
}
process.exitCode = stale ? 1 : 0

function settle(name: string, text: string): void {
  const file = packageFile(...name.split('/'))
  let old = ''
  try {
    old = readFileSync(file, 'utf8')
  } catch {
    // The file does not exist yet.
  }
  if (old === text) console.log(`${name} is up to date`)
  else if (check) {
    stale++
    console.error(`${name} is stale: run "node tests/support/print-docs.ts"`)
  } else {
    writeFileSync(file, text)
    console.log(`${name} written`)
  }
}
