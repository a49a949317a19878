// `npm run coverage`: measures the share of lines in each layer that the tests run, and compares it with the floors below.
//   npm run coverage               unit and integration tests
//   npm run coverage -- --unit     unit tests only, held against the floor of core
//   npm run coverage -- --missed   also prints the lines that no test runs, by file
// Lines that run only in a child process or a thread count as not run.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** The format of istanbul: the position of each statement, and how often it was run. */
interface FileCoverage {
  readonly path: string
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>
  readonly s: Readonly<Record<string, number>>
}

/** By file and line: how often a statement that begins on the line was run. */
type Lines = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Floors: the least percentages of lines. For core only unit tests count. */
const floors: readonly (readonly [string, readonly string[], 'unit' | 'both', number])[] = [
  ['core (unit tests alone)', ['core'], 'unit', 96],
  ['pipeline, store and queries', ['pipeline', 'store', 'queries'], 'both', 85],
]

const root = resolve(import.meta.dirname, '../../..')
const { values } = parseArgs({
  options: {
    unit: { type: 'boolean', default: false },
    missed: { type: 'boolean', default: false },
    /** Use the reports of the last runs instead of running the tests. */
    reports: { type: 'boolean', default: false },
  },
})

const unit = measure('unit')
const both = values.unit ? unit : together(unit, measure('integration'))
const layers = [...new Set([...both.keys()].map(layerOf))].sort()
const widest = Math.max(...layers.map(({ length }) => length), ...floors.map(([name]) => name.length))
for (const layer of layers) print(layer, both, [layer])
let missed = false
for (const [name, parts, by, least] of floors) {
  if (values.unit && by === 'both') continue
  const share = print(name, by === 'unit' ? unit : both, parts, `  at least ${least} %`)
  if (share < least) missed = true
}
if (values.missed) printMissed(both)
process.exitCode = missed ? 1 : 0

function measure(project: string): Lines {
  const folder = join(root, 'coverage', project)
  if (!values.reports) {
    rmSync(folder, { recursive: true, force: true })
    const args = ['run', '--project', project, '--coverage', '--coverage.reportOnFailure', '--reporter=dot']
    const { status } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), ...args, `--coverage.reportsDirectory=${folder}`],
      { cwd: root, stdio: 'inherit' },
    )
    if (status !== 0) console.error(`tests of ${project} failed: the shares are of what ran`)
  }
  const report = join(folder, 'coverage-final.json')
  if (!existsSync(report)) throw new Error(`there is no ${report}: the tests of ${project} did not end`)
  const files = Object.values(JSON.parse(readFileSync(report, 'utf8')) as Record<string, FileCoverage>)
  return new Map(files.map((file) => [relative(root, file.path), linesOf(file)]))
}

function linesOf({ statementMap, s }: FileCoverage): ReadonlyMap<number, number> {
  const lines = new Map<number, number>()
  for (const [id, { start }] of Object.entries(statementMap))
    lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id] ?? 0))
  return lines
}

function together(one: Lines, other: Lines): Lines {
  const sum = new Map([...one].map(([file, lines]) => [file, new Map(lines)]))
  for (const [file, lines] of other) {
    const known = sum.get(file) ?? new Map<number, number>()
    for (const [line, count] of lines) known.set(line, (known.get(line) ?? 0) + count)
    sum.set(file, known)
  }
  return sum
}

function layerOf(file: string): string {
  return /^src\/([^/]+)\//.exec(file)?.[1] ?? 'entry points'
}

/** Prints a row. @returns the percentage */
function print(name: string, lines: Lines, layersOfRow: readonly string[], remark = ''): number {
  let all = 0
  let run = 0
  for (const [file, counts] of lines) {
    if (!layersOfRow.includes(layerOf(file))) continue
    all += counts.size
    for (const count of counts.values()) if (count > 0) run++
  }
  const share = all ? (100 * run) / all : 0
  console.log(`${name.padEnd(widest)}  ${share.toFixed(1).padStart(5)} %  ${run} of ${all} lines${remark}`)
  return share
}

function printMissed(lines: Lines): void {
  for (const [file, counts] of [...lines].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const missing = [...counts].filter(([, count]) => count === 0).map(([line]) => line)
    if (missing.length) console.log(`${file}: ${missing.sort((a, b) => a - b).join(' ')}`)
  }
}
