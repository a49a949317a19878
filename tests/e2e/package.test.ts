import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { temporaryFolder } from '../support/cli.ts'
import { installPacked, nodesOnPath, programsOf, run } from '../support/packed.ts'

const folder = temporaryFolder()
let place: string
beforeAll(async () => {
  place = await installPacked(folder.path)
}, 600_000)
afterAll(() => folder.remove())

describe('the npm package, installed elsewhere', () => {
  it('holds compiled files alone: Node strips no types below node_modules', () => {
    const installed = join(place, 'node_modules', 'newsloom')
    expect(existsSync(join(installed, 'src', 'cli', 'main.ts'))).toBe(false)
    expect(existsSync(join(installed, 'dist', 'src', 'index.d.ts'))).toBe(true)
  })

  it('runs the demo there', async () => {
    const { stdout: version } = await run('npx', ['--no-install', 'newsloom', '--version'], { cwd: place })
    expect(version.trim()).toBe(JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version)
    const { stdout } = await run('npx', ['--no-install', 'newsloom', 'demo', '--json'], { cwd: place })
    const { stories } = JSON.parse(stdout)
    expect(stories.length).toBeGreaterThan(8)
  })
})

describe('the programs of the README, from the packed package', () => {
  const programs = { ...programsOf('README.md'), ...programsOf('docs/clients.md') }
  const page = `<!doctype html><html lang="en"><head><title>The bridge is open - Example</title></head><body><article>
    <h1>The bridge is open</h1>
    <p>The new bridge over the river was opened on Monday, after four years of work.</p>
    <p>It cost 40 million crowns, twice what the town had planned, the mayor said.</p>
    <p>Some 3,000 cars are expected to use it each day from next week on.</p></article></body></html>`
  const feed = `<rss version="2.0"><channel><title>F</title><item><title>Bridge open</title>
    <link>https://www.example.org/2026/05/20/bridge</link></item></channel></rss>`
  beforeAll(() => {
    for (const [name, source] of Object.entries(programs)) writeFileSync(join(place, name), source)
    writeFileSync(join(place, 'page.html'), page)
    writeFileSync(join(place, 'feed.xml'), feed)
  })

  it('are there', () => {
    expect(Object.keys(programs)).toEqual(
      expect.arrayContaining(['extract.ts', 'feed.mjs', 'stories.ts', 'rows.ts', 'client.ts']),
    )
  })

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('pass the type check, strict, with module %s and resolution %s', async (module, moduleResolution) => {
    const config = join(place, `tsconfig.${moduleResolution}.json`)
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
      typeRoots: [packageFile('node_modules', '@types')],
    }
    writeFileSync(config, JSON.stringify({ compilerOptions, files: tsPrograms() }))
    const tsc = packageFile('node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = await run(process.execPath, [tsc, '-p', config]).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  })
  const tsPrograms = () => ['extract.ts', 'client.ts']

  const runs: Readonly<Record<string, RegExp>> = {
    'extract.ts': /^The bridge is open\n[\s\S]*after four years of work\./,
    'feed.mjs': /Bridge open www\.example\.org|Bridge open example\.org\/2026\/05\/20\/bridge/,
  }
  it.each(Object.entries(runs))(
    '%s runs, on every Node of this machine, without a warning',
    async (name, says) => {
      const nodes = await nodesOnPath()
      expect(Object.keys(nodes).length).toBeGreaterThan(0)
      for (const node of Object.values(nodes)) {
        const { stdout, stderr } = await run(node, [plain(name)], { cwd: place })
        expect(stderr).toBe('')
        expect(stdout).toMatch(says)
      }
    },
  )

  it.each([
    ['stories.ts', 'The bridge is open 3 undefined\n'],
    ['rows.ts', '1 The bridge is open 3\n'],
  ])('%s passes the type check and prints stories of a database', async (name, prints) => {
    installTypesOfPg()
    const config = join(place, 'tsconfig.schema.json')
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      // drizzle's own declarations name optional packages that are not installed.
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [packageFile('node_modules', '@types')],
    }
    writeFileSync(config, JSON.stringify({ compilerOptions, files: [name] }))
    const tsc = packageFile('node_modules', 'typescript', 'bin', 'tsc')
    const checked = await run(process.execPath, [tsc, '-p', config]).catch(
      (error: { stdout: string }) => error,
    )
    expect(checked.stdout).toBe('')
    const { stdout } = await withDatabase(async (pool, env) => {
      await pool.query(
        `insert into stories (title, article_count, outlet_count, independent_count) values ('The bridge is open', 4, 3, 2)`,
      )
      return run(process.execPath, [join(place, name)], { cwd: place, env })
    })
    expect(stdout).toBe(prints)
  })

  /** Programs that import `pg` have its types too: `npm install --save-dev @types/pg`, without asking the registry. */
  function installTypesOfPg(): void {
    const link = join(place, 'node_modules', '@types', 'pg')
    mkdirSync(dirname(link), { recursive: true })
    if (!existsSync(link)) symlinkSync(packageFile('node_modules', '@types', 'pg'), link)
  }

  it('client.ts of docs/clients.md enqueues, loads and follows', async () => {
    const { stdout, stderr } = await withDatabase(async (_pool, env) =>
      run(process.execPath, [join(place, 'client.ts')], { cwd: place, env }),
    )
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^1 new, 0 known, 0 refused\n1 loaded\n$/)
  })

  /** Runs `work` on a fresh database of an embedded Postgres. */
  async function withDatabase<T>(
    work: (pool: ReturnType<typeof createPool>, env: NodeJS.ProcessEnv) => Promise<T>,
  ): Promise<T> {
    const home = temporaryFolder()
    const postgres = await joinEmbedded(home.path)
    const pool = createPool(postgres.url)
    try {
      await migrate(pool, packageFile('migrations'))
      return await work(pool, { ...process.env, DATABASE_URL: postgres.url })
    } finally {
      await pool.end()
      await postgres.leave()
      home.remove()
    }
  }

  /** Node 20 reads no TypeScript: the same program as JavaScript (its types are erased by hand: it has none). */
  function plain(name: string): string {
    if (!name.endsWith('.ts')) return name
    const copy = name.replace(/\.ts$/, '.mjs')
    writeFileSync(join(place, copy), programs[name]!)
    return copy
  }
})
