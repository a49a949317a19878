/**
 * The quality gates: compares what Newsloom reaches with `bench/floors.json`. A floor rises and never falls.
 *   node bench/gates.ts [GATE …] [--json] [--raise]
 * Where the labelled data beside the checkout (../shared) is missing, the gates that need it are left out and named.
 * Exits with 1 when a measure is below its floor (`min`) or above its ceiling (`max`).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFile } from '../src/runtime/package-root.ts'
import { libraryImport } from './gates/library-import.ts'
import { sampleExtraction } from './gates/sample-extraction.ts'
import { sampleStories } from './gates/sample-stories.ts'
import { speed } from './gates/speed.ts'

type Measures = Readonly<Record<string, number>>
interface Bound {
  readonly min?: number
  readonly max?: number
}
type Floors = Record<string, Record<string, Bound>>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, raise: { type: 'boolean', default: false } },
})

const shared = packageFile('..', 'shared', 'check')
const floorsFile = packageFile('bench', 'floors.json')
const floors = JSON.parse(readFileSync(floorsFile, 'utf8')) as Floors

/** Runs a program of ours or a check beside the checkout, and returns what it printed as JSON. */
function program(file: string, ...args: string[]): unknown {
  const run = spawnSync(process.execPath, [file, ...args], {
    cwd: packageFile('.'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NEWSLOOM: `${process.execPath} ${packageFile('src', 'cli', 'launch.mjs')}` },
  })
  if (run.error) throw run.error
  const text = run.stdout.trim()
  if (!text) throw new Error(`${file} ${args.join(' ')} printed nothing (exit ${run.status})`)
  return JSON.parse(text.slice(text.indexOf('{')))
}

function exitCode(file: string, ...args: string[]): Measures {
  const run = spawnSync(process.execPath, [file, ...args], {
    cwd: packageFile('.'),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return { exit: run.status ?? 1 }
}

const percent = (share: number | undefined) => Math.round((share ?? 0) * 10_000) / 100

interface StoryScores {
  readonly error?: string
  readonly story?: { readonly bcubed: { readonly f1: number } }
  readonly by?: Readonly<Record<string, { readonly bcubed: { readonly f1: number } }>>
  readonly near_dup?: { readonly f1: number }
  readonly near_dup_pairs?: { readonly f1: number }
}

function sharedStories(...sets: string[]): Measures {
  const scores = program(join(shared, 'stories.mjs'), ...sets, '--json') as Record<string, StoryScores>
  const measures: Record<string, number> = {}
  for (const [set, score] of Object.entries(scores)) {
    if (score.error) throw new Error(`${set}: ${score.error}`)
    if (score.story) measures[`${set}_bcubed_f1`] = percent(score.story.bcubed.f1)
    if (score.by?.en) measures[`${set}_en_bcubed_f1`] = percent(score.by.en.bcubed.f1)
    if (score.near_dup_pairs) measures[`${set}_copies_f1`] = percent(score.near_dup_pairs.f1)
    else if (score.near_dup) measures[`${set}_copies_f1`] = percent(score.near_dup.f1)
  }
  return measures
}

function sharedExtraction(): Measures {
  const result = program(join(shared, 'extraction.mjs'), '--json') as Record<string, Record<string, number>>
  const measures: Record<string, number> = { errors: Number(result.errors) }
  for (const part of ['all', 'latin', 'daniel'])
    for (const [name, value] of Object.entries(result[part] ?? {})) measures[`${part}_${name}`] = value
  return measures
}

function sharedEdge(): Measures {
  const result = program(join(shared, 'edge.mjs'), '--json') as Record<string, { pass: number }>
  return Object.fromEntries(Object.entries(result).map(([kind, { pass }]) => [kind, pass]))
}

/** All gates in the order in which they run: the quick ones first. */
const gates: Readonly<
  Record<string, { readonly needsShared?: boolean; readonly run: () => Measures | Promise<Measures> }>
> = {
  sample_extraction: { run: sampleExtraction },
  sample_stories: { run: sampleStories },
  speed: { run: speed },
  library_import: { run: libraryImport },
  fuzz_feeds: { run: () => exitCode('bench/fuzz-feeds.ts', '--count', '2000') },
  fuzz_pages: { run: () => exitCode('bench/fuzz-pages.ts', '--count', '500') },
  change_feed: { run: () => exitCode('bench/change-feed.ts', '--events', '5000') },
  shared_feeds: {
    needsShared: true,
    run: () => {
      const { differ, share } = program('bench/feeds.ts', join(shared, '../data/edge/feeds'), '--json') as {
        differ: number
        share: number
      }
      return { differ, rss_parser_share: share }
    },
  },
  shared_edge: { needsShared: true, run: sharedEdge },
  shared_extraction: { needsShared: true, run: sharedExtraction },
  shared_stories: {
    needsShared: true,
    run: () =>
      sharedStories('lookalikes', 'basil', 'fnc1', 'wikinews', 'ecbplus', 'neardup_synth', 'allsides'),
  },
}

const wanted = positionals.length ? positionals : Object.keys(gates)
const all: Record<string, Measures> = {}
const broken: string[] = []
for (const name of wanted) {
  const gate = gates[name]
  if (!gate) throw new Error(`there is no gate ${name}: ${Object.keys(gates).join(', ')}`)
  if (gate.needsShared && !existsSync(shared)) {
    console.error(`left out: ${name} (needs ../shared)`)
    continue
  }
  const measures = await gate.run()
  all[name] = measures
  for (const [measure, bound] of Object.entries(floors[name] ?? {})) {
    const got = measures[measure]
    const holds =
      got !== undefined &&
      got >= (bound.min ?? Number.NEGATIVE_INFINITY) &&
      got <= (bound.max ?? Number.POSITIVE_INFINITY)
    const limit = bound.min === undefined ? `at most ${bound.max}` : `at least ${bound.min}`
    if (!values.json)
      console.log(
        `${holds ? 'ok  ' : 'LOW '} ${name.padEnd(18)} ${measure.padEnd(26)} ${got ?? 'missing'} (${limit})`,
      )
    if (!holds) broken.push(`${name} ${measure} ${got ?? 'missing'} (${limit})`)
  }
}
if (values.json) console.log(JSON.stringify(all))
if (values.raise) raise(all)
for (const line of broken) console.error(`below the floor: ${line}`)
process.exitCode = broken.length ? 1 : 0

/** Raises each floor that was exceeded to the new value, less a small margin for noise; lowers none. */
function raise(reached: Record<string, Measures>): void {
  for (const [gate, bounds] of Object.entries(floors))
    for (const [measure, bound] of Object.entries(bounds)) {
      const got = reached[gate]?.[measure]
      if (got !== undefined && bound.min !== undefined && got > bound.min) bounds[measure] = { min: got }
    }
  writeFileSync(floorsFile, `${JSON.stringify(floors, null, 2)}\n`)
}
