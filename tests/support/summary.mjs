// `N passed, N failed, N skipped` from a vitest JSON report; with --skipped or --failed, the names of those instead.
import { readFileSync } from 'node:fs'

export function summarize(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const tests = report.testResults.flatMap((suite) => suite.assertionResults)
  const of = (...states) => tests.filter((test) => states.includes(test.status))
  // A file that could not be loaded has no tests, but it has failed.
  const brokenFiles = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((t) => t.status === 'failed'),
  )
  return {
    passed: of('passed').length,
    failed: [
      ...of('failed').map(
        ({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join(' ').slice(0, 1_000)}`,
      ),
      ...brokenFiles.map(({ name, message }) => `${name}: ${message.slice(0, 1_000)}`),
    ],
    skipped: of('pending', 'skipped', 'todo').map((test) => test.fullName),
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { passed, failed, skipped } = summarize(process.argv[2])
  const names = process.argv.includes('--skipped')
    ? skipped
    : process.argv.includes('--failed')
      ? failed
      : undefined
  if (names) for (const name of names) console.log(name)
  else console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`)
}
