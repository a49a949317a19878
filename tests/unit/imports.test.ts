import { describe, expect, it } from 'vitest'
import { changesAtRuntime, dataTables, largerFiles, largerFolders } from '../support/tree/exceptions.ts'
import {
  importCircles,
  mutableNames,
  type SourceFile,
  sourceFiles,
  targetOf,
} from '../support/tree/source-files.ts'

/** From the centre outwards: a file may import its own layer and those before it. */
const layers = [
  'core',
  'library',
  'schema',
  'adapters',
  'store',
  'queries',
  'pipeline',
  'sample',
  'runtime',
  'web',
  'cli',
]

/** The package's entry points stand beside the layers: each hands out one of them and nothing further out. */
const entryPoints: Readonly<Record<string, string>> = {
  'src/index.ts': 'library',
  'src/client.ts': 'runtime',
}

interface Import {
  readonly file: string
  readonly layer: string
  readonly target: string
}

const src = sourceFiles('src')
const workers = sourceFiles('workers')
const training = sourceFiles('training')
const bench = sourceFiles('bench')
const tests = sourceFiles('tests')

function importsOf({ path, imports }: SourceFile): Import[] {
  const layer = entryPoints[path] ?? path.split('/')[1] ?? ''
  return imports.map((target) => ({ file: path, layer, target }))
}

const all = src.flatMap(importsOf)
const within = all.filter(({ target }) => target.startsWith('.'))

const layerOf = ({ file, target }: Import) => targetOf(file, target).split('/')[1] ?? ''
const inCore = ({ path }: SourceFile) => path.startsWith('src/core/')

const paths = (files: readonly SourceFile[]) => files.map(({ path }) => path)

describe('imports point one way', () => {
  it('finds the imports', () => {
    expect(within.length).toBeGreaterThan(100)
  })

  it('no file imports a layer further out than its own', () => {
    const wrong = within.filter(
      (entry) =>
        layers.includes(layerOf(entry)) && layers.indexOf(layerOf(entry)) > layers.indexOf(entry.layer),
    )
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  it('core is pure: no I/O, no network, no database, no queue', () => {
    const impure =
      /^(node:(fs|net|http|https|dns|child_process|worker_threads|timers|os)|pg$|pg-|bullmq|ioredis|undici|drizzle|pino)/
    const wrong = all.filter(({ layer, target }) => layer === 'core' && impure.test(target))
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  it('core reads no clock, no random numbers and no environment', () => {
    const wrong = src
      .filter(inCore)
      .filter(({ text }) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b/.test(text))
    expect(paths(wrong)).toEqual([])
  })

  it.each([
    ['bullmq', /^src\/adapters\/queue\//],
    ['undici', /^src\/adapters\/http\//],
    ['ioredis', /^src\/adapters\/redis\//],
    ['drizzle-orm', /^src\/(schema\/|adapters\/postgres\/orm\.ts$)/],
  ])('only its own adapter imports %s', (library, allowed) => {
    const wrong = all.filter(
      ({ file, target }) => (target === library || target.startsWith(`${library}/`)) && !allowed.test(file),
    )
    expect(wrong.map(({ file }) => file)).toEqual([])
  })

  it('drizzle and the schema are loaded by the statement that needs them, not at the start', () => {
    const eager = src
      .filter(({ path }) => !path.startsWith('src/schema/') && path !== 'src/adapters/postgres/orm.ts')
      .filter(({ text }) =>
        /^(?:import|export) (?!type )[^']* from '[^']*(?:\/schema\/|\/orm\.ts|drizzle-orm)[^']*'/m.test(text),
      )
    expect(paths(eager)).toEqual([])
  })

  it('only runtime/config.ts reads the environment', () => {
    const wrong = src.filter(
      ({ path, text }) =>
        path.endsWith('.ts') &&
        /process\.env/.test(text) &&
        // quick-start sets what libuv and Node read before anything else runs; it takes no setting of ours from there.
        // under-npm reads what npm sets, without the settings and their validator: help must start fast.
        !['config', 'quick-start', 'under-npm'].some((name) => path === `src/runtime/${name}.ts`),
    )
    expect(paths(wrong)).toEqual([])
  })

  it('a worker is a thin process', () => {
    const long = workers.filter(({ lines }) => lines > 40)
    expect(paths(long)).toEqual([])
  })
})

describe('files and folders are small', () => {
  const small = [...src, ...workers, ...training]
  const large = [...bench, ...tests]

  it('no file imports itself through others, in types neither', () => {
    expect(importCircles([...small, ...large])).toEqual([])
  })

  it.each([
    ['src, workers and training', small, 250],
    ['bench and tests', large, 400],
  ] as const)('files of $0 have at most $2 lines', (_, files, most) => {
    const long = files.filter(({ path, lines }) => lines > most && !dataTables.has(path))
    const grown = long.filter(({ path, lines }) => lines > (largerFiles.get(path) ?? most))
    expect(grown.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
  })

  it.each([
    ['src, workers and training', small, 15],
    ['bench and tests', large, 25],
  ] as const)('folders of $0 hold at most $2 files', (_, files, most) => {
    const grown = [...filesPerFolder(files)].filter(
      ([folder, count]) => count > (largerFolders.get(folder) ?? most),
    )
    expect(grown.map(([folder, count]) => `${folder}: ${count} files`)).toEqual([])
  })

  it('lists no exception that is not needed any more', () => {
    const lines = new Map([...small, ...large].map(({ path, lines }) => [path, lines]))
    const folders = filesPerFolder([...small, ...large])
    const limitOf = (path: string, ours: number, others: number) =>
      /^(?:bench|tests)\b/.test(path) ? others : ours
    const unneeded = [
      ...[...largerFiles.keys(), ...dataTables.keys()].filter(
        (path) => (lines.get(path) ?? 0) <= limitOf(path, 250, 400),
      ),
      ...[...largerFolders.keys()].filter((folder) => (folders.get(folder) ?? 0) <= limitOf(folder, 15, 25)),
    ]
    expect(unneeded).toEqual([])
  })
})

describe('core keeps nothing from one call to the next', () => {
  const found = src.filter(inCore).flatMap((file) => mutableNames(file).map((name) => `${file.path} ${name}`))

  it('but named caches, scratch buffers and tables that are filled while the module loads', () => {
    expect(found.filter((name) => !changesAtRuntime.has(name))).toEqual([])
  })

  it('and names none of them that is gone', () => {
    expect([...changesAtRuntime.keys()].filter((name) => !found.includes(name))).toEqual([])
  })
})

function filesPerFolder(files: readonly SourceFile[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { path } of files) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return counts
}
