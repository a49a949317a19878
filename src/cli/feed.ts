import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { healthInWords } from '../core/feed-health.ts'
import { addSource } from '../pipeline/add-source.ts'
import { exportOpml, importOpml } from '../pipeline/opml.ts'
import { listFeeds, makeFeedsDue, setFeedsActive } from '../store/sources.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError } from './errors.ts'
import { baseCommand, identity } from './options.ts'
import { clock, duration, table } from './table.ts'

interface AddOptions extends CommonOptions {
  readonly outlet?: string
  readonly paused?: boolean
}

const ids = (text: string, before: number[] = []) => [...before, identity(text)]

export function command(): Command {
  const feed = baseCommand('The feeds and news sitemaps that are polled.')
  feed.addCommand(
    baseCommand('Adds a feed, a news sitemap, or what a home page leads to.')
      .name('add')
      .argument('<url>')
      .option('--outlet <slug>', 'the outlet it belongs to; without it, that of the address')
      .option('--paused', 'add it without polling it')
      .action(add),
  )
  feed.addCommand(
    baseCommand('Adds the feeds of an OPML file.')
      .name('import')
      .argument('<file>')
      .option('--paused', 'add them without polling them')
      .action(importFile),
  )
  feed.addCommand(
    baseCommand('Prints the feeds as OPML.')
      .name('export')
      .option('--out <file>', 'into a file')
      .action(exportFile),
  )
  feed.addCommand(baseCommand('Lists the feeds and how they are.').name('list').action(list))
  for (const [name, active] of [
    ['pause', false],
    ['resume', true],
  ] as const)
    feed.addCommand(
      baseCommand(active ? 'Polls these feeds again.' : 'Stops polling these feeds; nothing is deleted.')
        .name(name)
        .argument('<id...>', 'feeds', ids)
        .action((list: number[], options: CommonOptions) =>
          change(list, options, `${name}d`, (pool) => setFeedsActive(pool, list, active)),
        ),
    )
  feed.addCommand(
    baseCommand('Makes these feeds due now.')
      .name('poll')
      .argument('<id...>', 'feeds', ids)
      .action((list: number[], options: CommonOptions) =>
        change(list, options, 'due now', (pool) => makeFeedsDue(pool, list)),
      ),
  )
  return feed
}

async function add(url: string, options: AddOptions): Promise<void> {
  await withDeps(async (deps) => {
    const result = await addSource(deps, url, options, AbortSignal.timeout(120_000))
    if (!result.ok) throw new CliError(result.message)
    if (options.json) console.log(JSON.stringify(result.sources))
    else
      for (const source of result.sources)
        console.log(
          `${source.isNew ? 'added' : 'known'}: ${source.kind} ${source.feedId} ${source.url} (${source.entries} entries${source.title ? `, "${source.title}"` : ''})`,
        )
  })
}

async function importFile(file: string, options: AddOptions): Promise<void> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new CliError(
      `cannot read ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
    )
  }
  await withDeps(async (deps) => {
    const report = await importOpml(deps, text, options.paused ?? false)
    if (!report)
      throw new CliError(`${file} is no OPML: it has no <opml> element with <outline xmlUrl="…"> in it`)
    if (options.json) console.log(JSON.stringify(report))
    else {
      console.log(`${report.new} new, ${report.known} known, ${report.refused.length} refused`)
      for (const url of report.refused) console.error(`refused: ${url}: not an http or https address`)
    }
    if (!report.new && !report.known) throw new CliError(`${file} holds no usable feed`)
  })
}

async function exportFile(options: CommonOptions & { out?: string }): Promise<void> {
  await withDeps(async (deps) => {
    const opml = await exportOpml(deps)
    if (options.out) await writeFile(options.out, opml)
    else process.stdout.write(opml)
  })
}

async function list(options: CommonOptions): Promise<void> {
  await withDeps(async ({ pool }) => {
    const now = new Date()
    const feeds = (await listFeeds(pool)).map((feed) => ({ ...feed, health: healthInWords(feed, now) }))
    if (options.json) for (const feed of feeds) console.log(JSON.stringify(feed))
    else
      console.log(
        table(
          feeds.map((feed) => [
            feed.feed_id,
            feed.health,
            feed.outlet ?? '',
            `every ${duration(feed.poll_interval_s)}`,
            `last new ${clock(feed.last_new_entry_at)}`,
            feed.url,
          ]),
        ) || 'no feeds yet: "newsloom feed add URL"',
      )
  })
}

async function change(
  list: readonly number[],
  options: CommonOptions,
  done: string,
  work: (pool: Parameters<typeof setFeedsActive>[0]) => Promise<number>,
): Promise<void> {
  await withDeps(async ({ pool }) => {
    const known = new Set((await listFeeds(pool)).map((feed) => feed.feed_id))
    const missing = list.filter((id) => !known.has(id))
    if (missing.length)
      throw new CliError(`there is no feed ${missing.join(', ')}: "newsloom feed list" shows their ids`)
    const count = await work(pool)
    console.log(options.json ? JSON.stringify({ feeds: count }) : `${count} feeds ${done}`)
  })
}
