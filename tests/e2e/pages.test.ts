/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { first, sql } from '../../src/adapters/postgres/sql.ts'
import { browserPath, openBrowser, type TestBrowser } from '../support/browser.ts'
import { addHostileArticle, type Hostile } from '../support/hostile.ts'
import { addFeedHistory } from '../support/sample-history.ts'
import { OPERATOR_TOKEN, openSampleWeb, reviseSample, type SampleWeb } from '../support/servers/sample-web.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browserMissing = browserPath() === undefined
const generous = { perSecond: 1_000, burst: 10_000 }

let sample: SampleWeb
let browser: TestBrowser
let hostile: Hostile
let contexts: BrowserContext[] = []
/** Requests that went elsewhere, scripts that failed, blocked by the policy: none is ever right. */
let wrongs: string[] = []

beforeAll(async () => {
  if (browserMissing) return
  sample = await openSampleWeb({
    limits: { read: generous, act: generous, wrongTokens: { perSecond: 1, burst: 100 } },
  })
  await reviseSample(sample.deps)
  await addFeedHistory(sample.deps.pool)
  hostile = await addHostileArticle(sample.deps.pool)
  browser = await openBrowser()
}, 240_000)

afterAll(async () => {
  await browser?.close()
  await sample?.close()
})

afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  contexts = []
  const found = wrongs
  wrongs = []
  expect(found).toEqual([])
})

const at = (path: string) => new URL(path, sample.web.url).href

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.context(options)
  return visit(context, path)
}

async function visit(context: BrowserContext, path: string): Promise<Page> {
  contexts.push(context)
  const page = await context.newPage()
  page.on('request', (request) => {
    if (!request.url().startsWith(sample.web.url)) wrongs.push(`asked for ${request.url()}`)
  })
  page.on('pageerror', (error) => wrongs.push(`script failed: ${error.message}`))
  page.on('dialog', (dialog) => wrongs.push(`dialog: ${dialog.message()}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (403|404|422)/.test(message.text()))
      wrongs.push(message.text())
  })
  await page.goto(at(path))
  return page
}

async function openAsOperator(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open('/operator', options)
  await page.getByLabel('Token').fill(OPERATOR_TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/done=signed-in/)
  await page.goto(at(path))
  return page
}

/** The story of most outlets, and one of the same language to merge it with. */
async function twoStories(): Promise<{ readonly big: number; readonly small: number }> {
  const big = await first<{ id: number }>(
    sample.deps.pool,
    sql`select story_id as id from news.stories where merged_into is null order by independent_count desc, article_count desc, story_id limit 1`,
  )
  const small = await first<{ id: number }>(
    sample.deps.pool,
    sql`select story_id as id from news.stories where merged_into is null and article_count = 1 and story_id <> ${hostile.storyId} order by story_id limit 1`,
  )
  return { big: big!.id, small: small!.id }
}

const width = (page: Page) =>
  page.evaluate(() => ({ inner: innerWidth, content: document.documentElement.scrollWidth }))

describe.skipIf(browserMissing)('the pages in a browser', () => {
  const everyPage = async (): Promise<string[]> => {
    const [{ big }, revised] = await Promise.all([twoStories(), revisedArticle()])
    return [
      '/?hours=168',
      `/story/${big}`,
      `/story/${hostile.storyId}`,
      `/article/${revised}`,
      `/article/${hostile.articleId}`,
      '/sources',
      '/pipeline',
      '/search?q=ferry',
      '/search',
      '/operator',
      '/api',
      '/nothing-here',
    ]
  }
  const revisedArticle = async (): Promise<number> =>
    (await first<{ id: number }>(
      sample.deps.pool,
      sql`select id from articles where version > 1 and url like 'https://%' limit 1`,
    ))!.id

  it.each([
    ['light, wide', { colorScheme: 'light', viewport: { width: 1200, height: 900 } }, false],
    ['dark, phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }, false],
    ['light, wide, as operator', { colorScheme: 'light', viewport: { width: 1200, height: 900 } }, true],
    ['dark, phone, as operator', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }, true],
  ] as const)('axe finds nothing and nothing sticks out: %s', async (_, options, operator) => {
    const page = operator ? await openAsOperator('/', options) : await open('/', options)
    const found: string[] = []
    for (const path of operator ? (await everyPage()).slice(1, 7) : await everyPage()) {
      await page.goto(at(path))
      for (const summary of await page.locator('main summary').all()) await summary.click()
      await page.evaluate(axe)
      const result = await page.evaluate(async () => {
        const api = (
          globalThis as unknown as {
            axe: {
              run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
            }
          }
        ).axe
        return api.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      })
      found.push(...result.violations.map((v) => `${path}: ${v.id}: ${v.nodes[0]?.html.slice(0, 200)}`))
      const { inner, content } = await width(page)
      if (content > inner) found.push(`${path}: ${content - inner} px wider than the window`)
    }
    expect(found).toEqual([])
  })

  it('the front page ranks stories by independent outlets and leads to one', async () => {
    const page = await open('/?hours=168')
    const counts = await page.locator('.card .facts strong').allTextContents()
    const outlets = counts.flatMap((text) => /^(\d+) outlets?$/.exec(text)?.slice(1) ?? []).map(Number)
    expect(outlets[0]).toBeGreaterThanOrEqual(4)
    const title = await page.locator('.card h2 a').first().textContent()
    await page.locator('.card h2 a').first().click()
    expect(await page.locator('h1').textContent()).toBe(title)
    expect(page.url()).toMatch(/\/story\/\d+$/)
  })

  it('filters by language, country, outlet and time, by the button as well', async () => {
    const page = await open('/?hours=168', { javaScriptEnabled: false })
    await page.getByLabel('Language').selectOption('de')
    await page.getByRole('button', { name: 'Show' }).click()
    const languages = await page
      .locator('.card h2 bdi')
      .evaluateAll((all) => all.map((one) => one.getAttribute('lang')))
    expect(languages.length).toBeGreaterThan(2)
    expect(new Set(languages)).toEqual(new Set(['de']))
    const all = await page.locator('.card').count()
    await page.getByLabel('Country').selectOption('AT')
    await page.getByRole('button', { name: 'Show' }).click()
    const austrian = await page.locator('.card').count()
    expect(austrian).toBeGreaterThan(0)
    expect(austrian).toBeLessThan(all)
    expect(page.url()).toContain('hours=168')
  })

  it('filters as one types, without a reload', async () => {
    const page = await open('/?hours=168')
    await page.evaluate(() => Object.assign(globalThis, { stays: true }))
    await page.getByLabel('Headline').pressSequentially('wattenstern', { delay: 20 })
    await page.waitForFunction(() => document.querySelectorAll('.card').length === 1)
    expect(await page.locator('.card h2').textContent()).toContain('Wattenstern')
    expect(page.url()).toContain('q=wattenstern')
    expect(await page.evaluate(() => 'stays' in globalThis)).toBe(true)
    await page.getByLabel('Headline').fill('no such headline')
    await page.getByText('No story matches').waitFor()
  })

  it('a story shows who published when, copies under their original, and why', async () => {
    const copied = await first<{ story_id: number }>(
      sample.deps.pool,
      sql`select story_id from articles where duplicate_of is not null and id <> ${hostile.articleId} limit 1`,
    )
    const page = await open(`/story/${copied!.story_id}`)
    const marks = await page.locator('.timeline ol svg circle').count()
    expect(marks).toBeGreaterThan(1)
    expect(await page.locator('.timeline circle.copy').count()).toBeGreaterThan(1)
    expect(await page.locator('.timeline .line').first().getAttribute('aria-label')).toMatch(/first \d+ Sept/)
    await page
      .getByText(/ran this text/)
      .first()
      .click()
    expect(await page.locator('.copies .share').first().textContent()).toMatch(
      /\d+ % of its text stands in the original/,
    )
    await page.locator('.why summary').first().click()
    expect((await page.locator('.why li').first().textContent())?.length).toBeGreaterThan(20)
  })

  it('an article shows where its fields came from, what changed, and its life', async () => {
    const page = await open(`/article/${await revisedArticle()}`)
    expect(await page.locator('.fields').textContent()).toMatch(/from (JSON-LD|meta tags|a time tag)/)
    expect(await page.locator('.diff ins').count()).toBeGreaterThan(0)
    expect(await page.locator('.diff del').count()).toBeGreaterThan(0)
    expect(await page.locator('.life').textContent()).toMatch(/loaded: html/)
    expect(await page.locator('.text').getAttribute('lang')).toBe('en')
    expect(await page.getByText('raw document').count()).toBe(0)
  })

  it('search marks what was found, and finds what is still being typed', async () => {
    const page = await open('/search')
    await page.getByLabel(/Words/).pressSequentially('sandbank -captain', { delay: 10 })
    await page.waitForFunction(() => document.querySelectorAll('.hits mark').length > 0)
    expect((await page.locator('.hits mark').first().textContent())?.toLowerCase()).toContain('sandbank')
    await page.getByLabel(/Words/).fill('Vauquel')
    await page.getByText(/headlines? (has|have) words that begin so/).waitFor()
    expect(await page.locator('.hits h2').first().textContent()).toContain('Vauquelin')
    await page.getByLabel('Language').selectOption('fr')
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.hits h2 bdi')].every((one) =>
        one.getAttribute('lang')?.startsWith('fr'),
      ),
    )
  })

  it('sources say in words how each feed is', async () => {
    const page = await open('/sources')
    expect(await page.locator('.state strong').allTextContents()).toEqual(
      expect.arrayContaining(['failing', 'silent', 'not polled yet', 'paused', 'fine']),
    )
    expect(await page.locator('.state.failing').filter({ hasText: '503' }).textContent()).toContain(
      'the host is overloaded (503)',
    )
    expect(await page.locator('.spark').first().getAttribute('aria-label')).toMatch(
      /New entries a day over 14 days/,
    )
    const pace = (state: string) =>
      page
        .locator('.feed', { has: page.locator(`.${state}`) })
        .locator('.pace')
        .first()
    expect(await pace('failing').textContent()).toContain('Asked every 4 h, because it keeps failing')
    expect(await pace('new').textContent()).toContain('because it is new to us')
    await page.getByText('What the words mean').click()
    expect(await page.locator('.legend dl').innerText()).toContain('nothing new has come for 7 days')
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0)
    expect(await page.locator('main').getByRole('link', { name: 'sign in' }).getAttribute('href')).toBe(
      '/operator?next=/sources',
    )
    await page.getByRole('link', { name: /silent/ }).click()
    expect(await page.locator('.feed').count()).toBe(1)
  })

  it('without the token nothing can be changed', async () => {
    const { big, small } = await twoStories()
    const page = await open(`/story/${big}`)
    expect(await page.getByRole('button', { name: 'Merge' }).count()).toBe(0)
    const answers = await page.evaluate(
      async ([one, other]) => {
        const post = (path: string, body: object) =>
          fetch(path, { method: 'POST', body: new URLSearchParams(body as Record<string, string>) }).then(
            (r) => r.status,
          )
        return Promise.all([
          post(`/story/${one}/merge`, { other: String(other) }),
          post('/story/undo', { edit: '1' }),
          post('/sources', { url: 'https://news.example/feed' }),
          post('/replay', { reason: 'http_404' }),
          post('/operator/sign-in', { token: 'wrong' }),
          fetch('/article/1/raw?at=2026-01-01', { headers: { accept: '*/*' } }).then((r) => r.status),
          fetch('/queues/api/queues', { headers: { accept: '*/*' } }).then((r) => r.status),
        ])
      },
      [big, small],
    )
    expect(answers).toEqual([403, 403, 403, 403, 403, 403, 403])
  })

  it('what another site asks for is not done, even with the token', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(at('/story/undo'), {
        method: 'POST',
        body: new URLSearchParams({ edit: '999999' }),
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, ...headers },
      }).then((answer) => answer.status)
    expect(await ask({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await ask({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await ask({ origin: 'https://elsewhere.example' })).toBe(403)
    expect(await ask({ origin: 'null' })).toBe(403)
    // A program with the token, from nowhere: heard, and told that there is no such edit.
    expect(await ask({})).toBe(422)
  })

  it('an operator merges two stories and takes it back', async () => {
    const { big, small } = await twoStories()
    const page = await openAsOperator(`/story/${big}`)
    const before = await page.locator('.articles .entry').count()
    await page.getByLabel('The same event as story').fill(String(small))
    await page.locator('form.row').getByRole('button', { name: 'Merge' }).click()
    await page.getByText('Merged.').waitFor()
    expect(await page.locator('.articles .entry').count()).toBe(before + 1)
    const kept = Math.min(big, small)
    await page.goto(at(`/story/${Math.max(big, small)}`))
    expect(page.url()).toContain(`/story/${kept}`)
    await page.getByRole('button', { name: /Undo edit/ }).click()
    await page.getByText('every article is back').waitFor()
    await page.goto(at(`/story/${small}`))
    expect(page.url()).toContain(`/story/${small}`)
    expect(await page.locator('.articles .entry').count()).toBe(1)
    expect(await page.locator('.edits').textContent()).toMatch(/merged into story .*undone/)
  })

  it('an operator splits a story by ticking articles and takes it back', async () => {
    const { big } = await twoStories()
    const page = await openAsOperator(`/story/${big}`)
    const before = await page.locator('.articles > li').count()
    await page.locator('.take').last().check()
    await page.getByRole('button', { name: 'Split off' }).click()
    await page.getByText('Split off into').waitFor()
    expect(await page.locator('.articles > li').count()).toBe(before - 1)
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click()
    await page.getByText('every article is back').waitFor()
    expect(await page.locator('.articles > li').count()).toBe(before)
    await page.getByRole('button', { name: 'Split off' }).click()
    await page.getByRole('heading', { name: 'That could not be done' }).waitFor()
  })

  it('an operator imports OPML, pauses and resumes a feed', async () => {
    const page = await openAsOperator('/sources')
    const opml = `<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="Tide Times" xmlUrl="https://tidetimes.example/rss" htmlUrl="https://tidetimes.example/"/>
      <outline text="Not an address" xmlUrl="javascript:alert(1)"/></body></opml>`
    await page
      .getByLabel('OPML file')
      .setInputFiles({ name: 'feeds.opml', mimeType: 'text/x-opml', buffer: Buffer.from(opml) })
    await page.getByLabel('paused at first').check()
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('1 feed imported').waitFor()
    await page.getByLabel('Name or address').fill('tidetimes')
    await page.waitForFunction(() => document.querySelectorAll('.feed').length === 1)
    expect(await page.locator('.state').textContent()).toContain('paused')
    await page.getByRole('button', { name: /^Resume/ }).click()
    await page.getByText('Resumed:').waitFor()
    const feed = page.locator('.feed', { hasText: 'tidetimes.example/rss' })
    expect(await feed.locator('.state strong').textContent()).toBe('not polled yet')
    await feed.getByRole('button', { name: /^Pause/ }).click()
    await page.getByText('Paused:').waitFor()
    await page
      .getByLabel('OPML file')
      .setInputFiles({ name: 'no.opml', mimeType: 'text/xml', buffer: Buffer.from('<html></html>') })
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('This is not a list of feeds').waitFor()
  })

  it('the pipeline page keeps itself up to date, and dead letters can be replayed', async () => {
    const page = await openAsOperator('/pipeline')
    await page.getByText('updates every two seconds').waitFor()
    const { pool } = sample.deps
    const before = await page.locator('.verdict').textContent()
    await pool.query(
      `insert into articles (url, url_key, host, stage, reason, next_attempt_at)
       values ('https://gone.example/a', 'gone.example/a', 'gone.example', 'failed', 'http_404', now())`,
    )
    await page.waitForFunction((old) => document.querySelector('.verdict')?.textContent !== old, before)
    expect(await page.locator('.verdict').textContent()).toContain('1 dead letter')
    await page.reload()
    expect(await page.locator('.dead').textContent()).toContain('not found (404)')
    await page.getByRole('button', { name: /^Replay all/ }).click()
    await page.getByText('1 article sent through the pipeline again').waitFor()
    const moved = await pool.query(`select stage from articles where url_key = 'gone.example/a'`)
    expect(moved.rows).toEqual([{ stage: 'discovered' }])
    await pool.query(`delete from articles where url_key = 'gone.example/a'`)
  })

  it('the pipeline page tells of feeds that are due and of hosts that back off', async () => {
    const { pool } = sample.deps
    await pool.query(`update feeds set next_poll_at = now() + case
      when id = (select min(id) from feeds where active) then interval '-10 minutes' else interval '1 hour' end`)
    await pool.query(
      `insert into hosts (host, backoff_until, backoff_count, backoff_reason)
       values ('slow.example', now() + interval '1 hour', 3, 'http_503')`,
    )
    const page = await open('/pipeline')
    await page.getByText('10 min').first().waitFor()
    expect(await page.locator('.stages li').first().innerText()).toMatch(
      /1\s+feed to be asked\s+of \d+, the oldest for 10 min/,
    )
    expect(await page.locator('.hosts').textContent()).toContain(
      'the host is overloaded (503), 3 times in a row',
    )
    await pool.query(`delete from hosts where host = 'slow.example'`)
    await pool.query('update feeds set next_poll_at = now() + make_interval(secs => poll_interval_s)')
  })

  it('on paper what is folded away is unfolded', async () => {
    const page = await open(`/article/${await revisedArticle()}`)
    const folded = page.locator('main details:not([open]) > :not(summary)').first()
    expect(await folded.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await folded.isVisible()).toBe(true)
  })

  it('operators see raw documents as plain text, and the queues in bull-board', async () => {
    const page = await openAsOperator(`/article/${await revisedArticle()}`)
    const raw = await page.request.get(
      at((await page.getByRole('link', { name: 'raw document' }).first().getAttribute('href'))!),
    )
    expect(raw.headers()['content-type']).toBe('text/plain; charset=utf-8')
    expect(raw.headers()['content-security-policy']).toContain('sandbox')
    expect(await raw.text()).toMatch(/<!doctype html>/i)
    await page.goto(at('/queues'))
    await page.getByText('extract').first().waitFor()
  })

  it('works by keyboard alone', async () => {
    const page = await open('/?hours=168')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    const reached: string[] = []
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(
          () =>
            `${document.activeElement?.tagName} ${getComputedStyle(document.activeElement!).outlineStyle}`,
        ),
      )
      if (await page.evaluate(() => document.activeElement?.matches('.card h2 a'))) break
    }
    expect(reached.at(-1)).toBe('A solid')
    expect(reached.every((one) => one.endsWith('solid') || one.endsWith('auto'))).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/story\/\d+/)
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.matches('.why summary'))) break
    }
    await page.keyboard.press('Space')
    expect(
      await page
        .locator('.why')
        .first()
        .evaluate((one) => (one as HTMLDetailsElement).open),
    ).toBe(true)
  })

  it('is dark where the reader wants it dark', async () => {
    const shade = async (colorScheme: 'dark' | 'light') => {
      const page = await open('/', { colorScheme })
      return page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]))
    }
    expect(await shade('light')).toBeGreaterThan(200)
    expect(await shade('dark')).toBeLessThan(60)
  })

  it('hostile titles and texts run no script, follow no javascript: link, and break no layout', async () => {
    const page = await openAsOperator('/?hours=720', { viewport: { width: 390, height: 844 } })
    const paths = [
      '/?hours=720',
      `/?q=${encodeURIComponent('<script>pwned')}`,
      `/story/${hostile.storyId}`,
      `/article/${hostile.articleId}`,
      `/search?q=${encodeURIComponent('pwned')}`,
      `/search?q=${encodeURIComponent('"><script>globalThis.pwned = 1</script>')}`,
      `/sources?q=${encodeURIComponent('"><img src=x onerror="globalThis.pwned = 1">')}`,
      '/sources?q=pwned',
      '/pipeline?reason=%3Cscript%3E',
      '/operator?next=javascript:alert(1)',
      '/?done=__proto__&n=<b>',
    ]
    for (const path of paths) {
      await page.goto(at(path))
      for (const summary of await page.locator('main summary').all()) await summary.click()
      const state = await page.evaluate(() => ({
        pwned: 'pwned' in globalThis,
        scripts: [...document.scripts].filter(
          (script) => !script.src.startsWith(`${location.origin}/assets/`),
        ).length,
        links: [...document.querySelectorAll('a[href]')]
          .map((a) => (a as HTMLAnchorElement).protocol)
          .filter((p) => !/^https?:$/.test(p)),
        strange: document.querySelectorAll(
          'main img, main iframe, main [onerror], main [onclick], main style',
        ).length,
      }))
      expect({ path, ...state }).toEqual({ path, pwned: false, scripts: 0, links: [], strange: 0 })
      const { inner, content } = await width(page)
      expect({ path, wider: Math.max(0, content - inner) }).toEqual({ path, wider: 0 })
    }
    // A direction that was turned inside a headline stays inside it.
    await page.goto(at(`/story/${hostile.storyId}`))
    const facts = await page.locator('.story-head .facts').evaluate((one) => getComputedStyle(one).direction)
    expect(facts).toBe('ltr')
    expect(await page.title()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  })

  it('headlines keep their own direction and language', async () => {
    const page = await open(`/article/${hostile.arabicId}`)
    expect(await page.locator('h1 bdi').evaluate((one) => getComputedStyle(one).direction)).toBe('rtl')
    expect(await page.locator('h1 bdi').getAttribute('lang')).toBe('ar')
    const rightOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => {
          const range = document.createRange()
          range.selectNodeContents(one)
          return Math.round(Math.max(...[...range.getClientRects()].map(({ right }) => right)))
        })
    const head = await page.locator('h1').boundingBox()
    expect(await rightOf('h1 bdi')).toBe(Math.round(head!.x + head!.width))
    expect(
      await page
        .locator('.text p')
        .first()
        .evaluate((one) => getComputedStyle(one).direction),
    ).toBe('rtl')
  })
})
