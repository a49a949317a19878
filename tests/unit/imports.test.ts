import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

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

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const layer = entryPoints[file] ?? file.split('/')[1] ?? ''
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({
    file,
    layer,
    target: target!,
  }))
}

const all = sources('src').flatMap(importsOf)
const within = all.filter(({ target }) => target.startsWith('.'))

const layerOf = ({ file, target }: Import) =>
  relative(join(root, 'src'), resolve(root, dirname(file), target)).split('/')[0] ?? ''

describe('imports point one way', () => {
  it('finds the imports of the house', () => {
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

  it('core reads no clock, rolls no dice, looks into no environment', () => {
    const wrong = sources('src/core').filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    )
    expect(wrong).toEqual([])
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
    const eager = sources('src')
      .filter((file) => !file.startsWith('src/schema/') && file !== 'src/adapters/postgres/orm.ts')
      .filter((file) =>
        /^(?:import|export) (?!type )[^']* from '[^']*(?:\/schema\/|\/orm\.ts|drizzle-orm)[^']*'/m.test(
          readFileSync(join(root, file), 'utf8'),
        ),
      )
    expect(eager).toEqual([])
  })

  it('only runtime/config.ts reads the environment', () => {
    const wrong = sources('src').filter(
      (file) =>
        /process\.env/.test(readFileSync(join(root, file), 'utf8')) &&
        // quick-start sets what libuv and Node look at before anything else runs; it takes no setting of ours from there.
        // under-npm reads what npm sets, without the settings and their validator: help must start fast.
        !['config', 'quick-start', 'under-npm'].some((name) => file === `src/runtime/${name}.ts`),
    )
    expect(wrong).toEqual([])
  })

  it('a worker is a thin process', () => {
    const long = sources('workers').filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 40,
    )
    expect(long).toEqual([])
  })
})
