// `npm run test:changed`: runs the unit tests that import what you changed, the nearest first, for at most 20 s.
//   npm run test:changed                  what differs from the branch main, committed or not
//   npm run test:changed -- HEAD~3        what differs from another commit
//   npm run test:changed -- --seconds 60  with more time
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node'
import { sourceFiles, targetOf } from '../tree/source-files.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '20' } },
})
/** Milliseconds that vitest needs to stop and to print its summary. */
const END_MS = 2_000
const deadline = performance.now() + Number(values.seconds) * 1_000 - END_MS - process.uptime() * 1_000

const changed = changedFiles(positionals[0] ?? 'main')
const distances = distancesFrom(changed)
const nearest = [...distances]
  .filter(([path]) => /^tests\/unit\/.*\.test\.ts$/.test(path))
  .sort(([, one], [, other]) => one - other)
  .map(([path]) => path)
// This test reads every source as text, so that it is not found by imports.
if (changed.size && !distances.has('tests/unit/imports.test.ts')) nearest.push('tests/unit/imports.test.ts')
const elsewhere = [...distances.keys()].filter((path) =>
  /^tests\/(?:integration|e2e)\/.*\.test\.ts$/.test(path),
)

if (!nearest.length) console.log('No unit test reaches what changed.')
else await runNearest()
if (elsewhere.length)
  console.log(
    `\nNot run: ${elsewhere.length} integration and e2e tests that it reaches, such as\n  npx vitest run ${elsewhere[0]}`,
  )

async function runNearest(): Promise<void> {
  class NearestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const place = ({ moduleId }: TestSpecification) =>
        nearest.findIndex((path) => moduleId.endsWith(`/${path}`))
      return [...files].sort((one, other) => place(one) - place(other))
    }
  }
  const vitest = await createVitest('test', {
    config: 'vitest.config.ts',
    project: ['unit'],
    watch: false,
    reporters: ['default'],
    sequence: { sequencer: NearestFirst },
  })
  const timer = setTimeout(() => void vitest.cancelCurrentRun('keyboard-input'), deadline - performance.now())
  const { testModules } = await vitest.start(nearest)
  clearTimeout(timer)
  await vitest.close()
  const unfinished = testModules.filter((module) => ['pending', 'queued', 'skipped'].includes(module.state()))
  if (unfinished.length)
    console.log(
      `\nThe ${values.seconds} s are over: ${unfinished.length} of ${nearest.length} test files were not run.`,
    )
}

/** Changed paths, relative to the root of the project, with those that git does not track yet. */
function changedFiles(since: string): ReadonlySet<string> {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean)
  return new Set([
    ...git('diff', '--name-only', '--relative', git('merge-base', since, 'HEAD')[0]!),
    ...git('ls-files', '--others', '--exclude-standard'),
  ])
}

/** Files that import a changed file, with the number of imports between them: 1 for a direct import, 0 for the changed file. */
function distancesFrom(paths: ReadonlySet<string>): ReadonlyMap<string, number> {
  const importers = new Map<string, string[]>()
  for (const { path, imports } of ['src', 'workers', 'training', 'bench', 'tests'].flatMap(sourceFiles))
    for (const target of imports) {
      if (!target.startsWith('.')) continue
      const file = targetOf(path, target)
      importers.set(file, [...(importers.get(file) ?? []), path])
    }
  const distances = new Map([...paths].map((path) => [path, 0]))
  for (const [path, distance] of distances)
    for (const importer of importers.get(path) ?? [])
      if (!distances.has(importer)) distances.set(importer, distance + 1)
  return distances
}
