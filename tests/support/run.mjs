// `npm test`: runs every vitest project and prints at the end how many tests passed, failed and were skipped.
// Extra arguments go to vitest: npm test -- --project unit
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { summarize } from './summary.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const report =
  process.env.NEWSLOOM_TEST_REPORT ?? join(mkdtempSync(join(tmpdir(), 'newsloom-test-')), 'report.json')
const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
)
const { passed, failed, skipped } = summarize(report)
if (skipped.length) console.log(['', 'Skipped:', ...skipped.map((name) => `  ${name}`)].join('\n'))
console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`)
process.exit(run.status ?? 1)
