// Pictures of every page for the README, on the bundled sample in a throw-away database.
//   node docs/screenshots.ts [NAME…]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../tests/support/browser.ts'
import { smallPng } from '../tests/support/png.ts'
import { addFeedHistory, addTrouble } from '../tests/support/sample-history.ts'
import { OPERATOR_TOKEN, openSampleWeb, reviseSample } from '../tests/support/servers/sample-web.ts'

const MAX_BYTES = 150_000
const out = join(import.meta.dirname, 'images')

interface Shot {
  readonly name: string
  /** Makes the address once the sample is there. */
  readonly path: (ids: Ids) => string
  readonly dark?: boolean
  readonly phone?: boolean
  readonly operator?: boolean
  readonly height?: number
  /** What to do on the page first. */
  readonly prepare?: (page: Page) => Promise<void>
}

interface Ids {
  readonly story: number
  readonly copied: number
  readonly article: number
  readonly revised: number
}

const shots: readonly Shot[] = [
  { name: 'front', path: () => '/?hours=168', height: 860 },
  { name: 'front-dark-phone', path: () => '/?hours=168', dark: true, phone: true },
  {
    name: 'story',
    path: ({ copied }) => `/story/${copied}`,
    height: 980,
    prepare: async (page) => {
      await page.locator('.copies summary').first().click()
      await page.locator('.why summary').first().click()
    },
  },
  { name: 'story-operator', path: ({ story }) => `/story/${story}#correct`, operator: true, height: 760 },
  { name: 'article', path: ({ article }) => `/article/${article}`, height: 900 },
  { name: 'versions', path: ({ revised }) => `/article/${revised}#versions`, height: 760 },
  { name: 'sources', path: () => '/sources', height: 900 },
  { name: 'pipeline', path: () => '/pipeline', height: 1000 },
  { name: 'search', path: () => '/search?q=ferry+sandbank', height: 800 },
]

const sample = await openSampleWeb()
const browser = await openBrowser()
try {
  await reviseSample(sample.deps)
  await addFeedHistory(sample.deps.pool)
  await addTrouble(sample.deps.pool)
  const ids = await pick()
  mkdirSync(out, { recursive: true })
  const wanted = process.argv.slice(2)
  for (const shot of shots.filter(({ name }) => !wanted.length || wanted.includes(name))) {
    const bytes = await take(shot, ids)
    writeFileSync(join(out, `${shot.name}.png`), bytes)
    console.log(`${shot.name}.png ${Math.round(bytes.length / 1000)} KB`)
    if (bytes.length > MAX_BYTES) process.exitCode = 1
  }
} finally {
  await browser.close()
  await sample.close()
}

async function pick(): Promise<Ids> {
  const id = async (statement: string) =>
    (await sample.deps.pool.query<{ id: number }>(statement)).rows[0]!.id
  return {
    story: await id(
      'select id from stories where merged_into_id is null order by independent_count desc, id limit 1',
    ),
    copied: await id(
      `select story_id as id from articles group by story_id having count(duplicate_of) > 0 order by count(distinct outlet_id) desc, count(duplicate_of) desc, story_id limit 1`,
    ),
    article: await id(
      `select id from articles where dateline is not null and jsonb_array_length(captions) > 0 and stage = 'clustered' order by id limit 1`,
    ),
    revised: await id('select id from articles where version > 1 limit 1'),
  }
}

async function take(shot: Shot, ids: Ids): Promise<Uint8Array> {
  const context = await browser.context({
    viewport: shot.phone ? { width: 390, height: 844 } : { width: 1200, height: shot.height ?? 900 },
    colorScheme: shot.dark ? 'dark' : 'light',
  })
  try {
    const page = await context.newPage()
    if (shot.operator) {
      await page.goto(new URL('/operator', sample.web.url).href)
      await page.getByLabel('Token').fill(OPERATOR_TOKEN)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(/signed-in/)
    }
    await page.goto(new URL(shot.path(ids), sample.web.url).href)
    await shot.prepare?.(page)
    await page.waitForTimeout(200)
    return smallPng(await page.screenshot())
  } finally {
    await context.close()
  }
}
