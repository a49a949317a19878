import type { Command } from 'commander'
import { slugOf } from '../core/outlet-name.ts'
import { upsertOutlet } from '../store/outlets.ts'
import { listOutlets, readOutlet } from '../store/sources.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError, UsageError } from './errors.ts'
import { baseCommand } from './options.ts'
import { table } from './table.ts'

interface AddOptions extends CommonOptions {
  readonly slug?: string
  readonly domain?: string
  readonly country?: string
  readonly language?: string
  readonly timezone?: string
  readonly masthead?: string[]
}

export function command(): Command {
  const outlet = baseCommand('The registry of outlets.')
  outlet.addCommand(
    baseCommand('Adds an outlet, or brings the facts of a known one up to date.')
      .name('add')
      .argument('<name>', 'its name')
      .option('--slug <slug>', 'its short name; made of the name without it')
      .option('--domain <domain>', 'its registrable domain')
      .option('--country <code>', 'ISO 3166-1 alpha-2')
      .option('--language <tag>', 'BCP 47')
      .option('--timezone <name>', 'IANA name: what its bare times are in')
      .option('--masthead <line...>', 'lines by which a text dump names it')
      .action(add),
  )
  outlet.addCommand(baseCommand('Lists the outlets.').name('list').action(list))
  outlet.addCommand(baseCommand('One outlet with its feeds.').name('show').argument('<slug>').action(show))
  return outlet
}

async function add(name: string, options: AddOptions): Promise<void> {
  if (options.country && !/^[A-Z]{2}$/.test(options.country))
    throw new UsageError(`"${options.country}" is no country code: give two capital letters such as DE`)
  if (options.timezone) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: options.timezone })
    } catch {
      throw new UsageError(`"${options.timezone}" is no time zone: give an IANA name such as Europe/Berlin`)
    }
  }
  const slug = options.slug ?? slugOf(name)
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    throw new UsageError(`"${slug}" is no slug: use lower-case letters, digits and single dashes`)
  await withDeps(async ({ pool }) => {
    const id = await upsertOutlet(pool, {
      slug,
      name,
      domain: options.domain?.toLowerCase() ?? null,
      country: options.country ?? null,
      language: options.language ?? null,
      timezone: options.timezone ?? null,
      mastheads: options.masthead ?? [],
    })
    console.log(options.json ? JSON.stringify({ outlet_id: id, slug }) : `outlet ${slug}`)
  })
}

async function list(options: CommonOptions): Promise<void> {
  await withDeps(async ({ pool }) => {
    const outlets = await listOutlets(pool)
    if (options.json) for (const outlet of outlets) console.log(JSON.stringify(outlet))
    else
      console.log(
        table(
          outlets.map((o) => [
            o.slug,
            o.name,
            o.country ?? '',
            o.language ?? '',
            o.timezone ?? '',
            o.feeds,
            o.articles,
          ]),
        ) || 'no outlets yet: "newsloom outlet add NAME" or "newsloom feed add URL"',
      )
  })
}

async function show(slug: string, options: CommonOptions): Promise<void> {
  await withDeps(async ({ pool }) => {
    const outlet = await readOutlet(pool, slug)
    if (!outlet) throw new CliError(`there is no outlet "${slug}": "newsloom outlet list" shows them`)
    if (options.json) console.log(JSON.stringify(outlet))
    else {
      const { feeds, ...facts } = outlet
      console.log(
        table(
          Object.entries(facts)
            .filter(([, v]) => v !== null)
            .map(([k, v]) => [k, typeof v === 'object' ? JSON.stringify(v) : String(v)]),
        ),
      )
      console.log(
        table(feeds.map((feed) => [feed.feed_id, feed.active ? 'active' : 'paused', feed.kind, feed.url])),
      )
    }
  })
}
