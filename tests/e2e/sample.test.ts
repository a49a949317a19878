import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { createPool } from '../../src/adapters/postgres/db.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { newsloom, temporaryFolder } from '../support/cli.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

/** Everything that a second run may not change: all columns but times of bookkeeping. */
async function contents(home: string): Promise<unknown> {
  const server = await joinEmbedded(home)
  const pool = createPool(server.url)
  try {
    const tables = {
      articles: `select url_key, stage, reason, title, md5(body) body, version, story_id, duplicate_of, published_at, language
                 from articles order by id`,
      versions: 'select article_id, version, title, cause from article_versions order by 1, 2',
      stories:
        'select id, title, article_count, outlet_count, independent_count, merged_into_id from stories order by id',
      entries: 'select feed_id, guid, article_id, refused from entries order by 1, 2',
      ids: 'select * from article_external_ids order by 1, 2',
      urls: 'select url_key, article_id, kind from article_urls order by 1',
      outlets: 'select id, slug, name from outlets order by id',
      feeds: 'select id, url from feeds order by id',
    }
    const all: Record<string, unknown> = {}
    for (const [name, statement] of Object.entries(tables)) all[name] = (await pool.query(statement)).rows
    return all
  } finally {
    await pool.end()
    await server.leave()
  }
}

describe('newsloom demo', () => {
  const home = join(folder.path, 'demo')

  it('polls, fetches, extracts and weaves the bundled sample', async () => {
    const { code, stdout, stderr } = await newsloom(['demo', '--home', home, '--json'])
    expect({ code, stderr: stderr.replace(/^\d+ feeds to poll.*\n/gm, '') }).toEqual({ code: 0, stderr: '' })
    const { fates, stories } = JSON.parse(stdout)
    expect(fates.waiting).toBeUndefined()
    expect(fates.failed).toBeUndefined()
    expect(fates.copy).toBeGreaterThanOrEqual(4)
    expect(
      stories.filter((story: { outlet_count: number }) => story.outlet_count >= 5).length,
    ).toBeGreaterThanOrEqual(1)
  })

  it('a second time changes no row but bookkeeping, and has seen the revision of the first visit', async () => {
    const before = await contents(home)
    const { code } = await newsloom(['demo', '--home', home, '--json'])
    expect(code).toBe(0)
    expect(await contents(home)).toEqual(before)
    expect(
      (before as { versions: { cause: string }[] }).versions.filter(({ cause }) => cause === 'revised'),
    ).toHaveLength(1)
  })
})

describe('newsloom up', () => {
  it('shows the stories of the sample, says how to query, and ends cleanly on Ctrl-C', async () => {
    const home = join(folder.path, 'up')
    const child = spawn(process.execPath, [packageFile('src', 'cli', 'launch.mjs'), 'up'], {
      env: {
        ...process.env,
        NEWSLOOM_HOME: home,
        NEWSLOOM_PORT: '0',
        NEWSLOOM_HEALTH_PORT: '0',
        DATABASE_URL: '',
        REDIS_URL: '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let complaints = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaints += text
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    for (let i = 0; i < 900 && !out.includes('Ctrl-C') && child.exitCode === null; i++) await sleep(100)
    expect(out).toMatch(/5 outlets, \d articles/)
    expect(out).toMatch(/query {5}psql 'postgres:/)
    const page = /page\s+(http:\S+)/.exec(out)?.[1]
    const response = await fetch(page ?? 'http://127.0.0.1:1/')
    expect(response.status).toBe(200)
    const health = await fetch(/health\s+(http:\S+)/.exec(out)?.[1] ?? 'http://127.0.0.1:1/')
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ status: 'ok' })
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(out).toContain('stopped')
    expect(complaints.replace(/^working: .*\n/gm, '')).toBe('')
  })
})

describe('commands beside it', () => {
  const env = { NEWSLOOM_HOME: join(folder.path, 'up') }

  it.each([
    ['outlet', 'list'],
    ['feed', 'list'],
    ['webhook', 'list'],
  ])('%s %s --json prints JSON and nothing else', async (...args) => {
    const { code, stdout } = await newsloom([...args, '--json'], { env })
    const lines = stdout.split('\n').filter(Boolean)
    expect(code).toBe(0)
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'))
    expect(lines.length > 0).toBe(args[0] === 'outlet')
  })

  it('stories tells a filter that nothing fits from an empty database', async () => {
    const { stdout } = await newsloom(['stories', '--since', '1h'], { env })
    expect(stdout).toContain('no story fits')
  })

  it('reader gives an address that the next start still has', async () => {
    const { stdout, stderr } = await newsloom(['reader'], { env })
    expect(stderr).toContain('leave "newsloom up" running')
    const server = await joinEmbedded(env.NEWSLOOM_HOME)
    await server.leave()
    expect(new URL(stdout.trim()).port).toBe(String(server.port))
  })
})

describe('worker processes', () => {
  it('four at once, one of them killed again and again, lead everything to its fate, once', async () => {
    const home = join(folder.path, 'workers')
    const server = await joinEmbedded(home)
    const pool = createPool(server.url)
    const env = { NEWSLOOM_HOME: home, DATABASE_URL: server.url, NEWSLOOM_LOG: 'error' }
    const start = () =>
      spawn(
        process.execPath,
        [packageFile('src', 'cli', 'launch.mjs'), 'worker', 'scheduler', 'extract', 'cluster', 'repair'],
        {
          env: { ...process.env, ...env, REDIS_URL: '' },
          stdio: 'ignore',
        },
      )
    const workers = [start(), start(), start(), start()]
    try {
      const loaded = await newsloom(['load', packageFile('seeds', 'pages'), '--json'], { env })
      const { new: fresh } = JSON.parse(loaded.stdout)
      expect(fresh).toBeGreaterThan(40)
      for (let round = 0; round < 4; round++) {
        await sleep(1_500)
        workers[round]!.kill('SIGKILL')
        workers[round] = start()
      }
      const waiting = async () =>
        (
          await pool.query(
            `select count(*) as n from articles where stage in ('discovered', 'fetched', 'extracted')`,
          )
        ).rows[0].n
      for (let i = 0; i < 1_500 && (await waiting()) > 0; i++) await sleep(100)
      expect(await waiting()).toBe(0)
      const { rows } = await pool.query(
        `select (select count(*) from articles) as articles, (select count(*) from article_versions where version = 1) as first,
                (select count(*) from articles where version > 0) as texts, (select count(*) from articles where version > 1) as revised`,
      )
      expect(rows[0].articles).toBe(fresh)
      expect(rows[0].first).toBe(rows[0].texts)
      expect(rows[0].revised).toBe(0)
    } finally {
      const ended = workers.map(
        (worker) =>
          new Promise((resolve) => (worker.exitCode === null ? worker.on('exit', resolve) : resolve(null))),
      )
      for (const worker of workers) worker.kill('SIGTERM')
      await Promise.all(ended)
      await pool.end()
      await server.leave()
    }
  })
})
