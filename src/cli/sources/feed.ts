import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { type Command, Option } from 'commander'
import { healthInWords, leftOutInWords } from '../../core/sources/health.ts'
import { counted } from '../../core/text/counted.ts'
import { inOneLine } from '../../core/text/printable.ts'
import { addSource } from '../../pipeline/sources/add-source.ts'
import { importFeeds } from '../../pipeline/sources/import-feeds.ts'
import { namedOutlet } from '../../pipeline/sources/named-outlet.ts'
import { exportOpml } from '../../pipeline/sources/opml.ts'
import type { FeedKind } from '../../schema/values.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { listFeeds, makeFeedsDue } from '../../store/sources/sources.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import { clock, duration, table } from '../terminal/table.ts'
import { changeCommands, changeFeeds, feedIds } from './feed-changes.ts'

interface AddOptions extends CommonOptions {
  readonly kind?: FeedKind
  readonly outlet?: string
  readonly paused?: boolean
  readonly yes?: boolean
}

export function command(): Command {
  const feed = baseCommand('The feeds, news sitemaps and section pages that are polled.')
  feed.addCommand(
    baseCommand('Adds a feed, a news sitemap, a section page, or the feeds that a home page links to.')
      .name('add')
      .argument('<url>')
      .addOption(
        new Option(
          '--kind <kind>',
          'what the address is; page: a page that lists articles, whose links are polled',
        ).choices(['feed', 'sitemap', 'page']),
      )
      .option('--outlet <slug>', 'the outlet it belongs to; without it, that of the address')
      .option('--paused', 'add it without polling it')
      .option('--yes', 'create the outlet if it is missing, and move a known feed to it')
      .action(add),
  )
  feed.addCommand(
    baseCommand('Adds the feeds of a file: OPML, addresses, CSV or JSON Lines. It fetches nothing.')
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
  feed.addCommand(baseCommand('Lists the feeds with their state.').name('list').action(list))
  for (const one of changeCommands()) feed.addCommand(one)
  feed.addCommand(
    baseCommand('Makes these feeds due now.')
      .name('poll')
      .argument('<id...>', 'feeds', feedIds)
      .action((list: number[], options: CommonOptions) =>
        changeFeeds(list, options, 'due now', (pool) => makeFeedsDue(pool, list)),
      ),
  )
  return feed
}

async function add(url: string, options: AddOptions): Promise<void> {
  await withDeps(async (deps) => {
    const yes = options.yes || (await agreed(deps, options.outlet))
    const wasThere = options.outlet ? (await namedOutlet(deps, options.outlet, false)).ok : true
    const result = await addSource(deps, url, { ...options, yes }, AbortSignal.timeout(120_000))
    if (!result.ok) throw new CliError(result.message)
    await recordAction(deps.pool, madeByCli(), 'feed.add', url.slice(0, 200), {
      new: result.sources.filter((source) => source.isNew).length,
      feeds: result.sources.map((source) => source.feedId),
    })
    if (options.json) console.log(JSON.stringify(result.sources))
    else
      for (const source of result.sources) {
        const of = source.outlet ? `, outlet ${source.outlet}${wasThere ? '' : ', which was made'}` : ''
        const title = source.title ? `, "${source.title}"` : ''
        console.log(
          `${source.isNew ? 'added' : 'known'}: ${source.kind} ${source.feedId} ${source.url} (${counted(source.entries, 'entry', 'entries')}${title}${of})${source.notes.map((note) => `\n  ${note}`).join('')}`,
        )
      }
  })
}

/** Whether the outlet that is named may be made: asks where somebody can answer. @throws CliError where it may not */
async function agreed(deps: Parameters<typeof namedOutlet>[0], name: string | undefined): Promise<boolean> {
  if (!name) return false
  const outlet = await namedOutlet(deps, name, false)
  if (outlet.ok) return false
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CliError(`${outlet.message} "newsloom outlet list" shows those there are; --yes makes it`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${outlet.message}\nMake an outlet "${name}"? [y/N] `)
    if (/^y(es)?$/i.test(answer.trim())) return true
  } finally {
    terminal.close()
  }
  throw new CliError('nothing was added')
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
    const report = await importFeeds(deps, text, options.paused ?? false)
    if ('problem' in report) throw new CliError(`${file} is not a list of feeds: ${report.problem}`)
    if (report.new || report.known)
      await recordAction(deps.pool, madeByCli(), 'feed.import', null, {
        new: report.new,
        known: report.known,
      })
    if (options.json) console.log(JSON.stringify(report))
    else {
      console.log(`${report.new} new, ${report.known} known, ${report.refused.length} refused`)
      for (const { line, reason } of report.refused)
        console.error(`refused: ${line === null ? file : `${file}:${line}`}: ${inOneLine(reason)}`)
    }
    if (!report.new && !report.known) throw new CliError(`${file} holds no usable feed`)
  })
}

async function exportFile(options: CommonOptions & { out?: string }): Promise<void> {
  await withReadOnlyDeps(async (deps) => {
    const opml = await exportOpml(deps)
    if (options.out) await writeFile(options.out, opml)
    else process.stdout.write(opml)
  })
}

async function list(options: CommonOptions): Promise<void> {
  await withReadOnlyDeps(async ({ pool }) => {
    const now = new Date()
    const feeds = (await listFeeds(pool)).map((feed) => ({ ...feed, health: healthInWords(feed, now) }))
    if (options.json) for (const feed of feeds) console.log(JSON.stringify(feed))
    else
      console.log(
        table(
          feeds.map((feed) => [
            feed.feed_id,
            [feed.health, leftOutInWords(feed.left_out)].filter(Boolean).join('; '),
            feed.kind,
            feed.outlet ?? '',
            `every ${duration(feed.poll_interval_s)}`,
            `last new ${clock(feed.last_new_entry_at)}`,
            feed.url,
          ]),
        ) || 'no feeds yet: "newsloom feed add URL"',
      )
  })
}
