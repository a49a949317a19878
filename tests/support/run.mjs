// `npm test`: runs every vitest project and ends with what passed, failed and was skipped.
// Extra arguments go to vitest: npm test -- --project unit
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const out = mkdtempSync(join(tmpdir(), 'newsloom-test-'))
const report = join(out, 'report.json')
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
let summary
try {
  summary = JSON.parse(readFileSync(report, 'utf8'))
} catch (error) {
  console.error(`no test report was written: ${error.message}`)
  process.exit(1)
} finally {
  rmSync(out, { recursive: true, force: true })
}
const skipped = summary.testResults.flatMap((file) =>
  file.assertionResults.filter(
    (t) => t.status === 'pending' || t.status === 'skipped' || t.status === 'todo',
  ),
)
if (skipped.length) {
  console.log('\nSkipped:')
  for (const test of skipped) console.log(`  ${test.fullName}`)
}
console.log(`\n${summary.numPassedTests} passed, ${summary.numFailedTests} failed, ${skipped.length} skipped`)
process.exit(run.status ?? 1)
