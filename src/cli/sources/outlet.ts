import type { Command } from 'commander'
import type { OpenDeps } from '../../runtime/deps.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { findOutlets, outletsByName } from '../../store/sources/outlet-names.ts'
import { upsertOutlet } from '../../store/sources/outlets.ts'
import { listOutlets, readOutlet } from '../../store/sources/sources.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import { table } from '../terminal/table.ts'
import { changeCommands } from './outlet-changes.ts'
import {
  checkOutletFacts,
  checkOutletName,
  type OutletFactOptions,
  outletFactOptions,
} from './outlet-facts.ts'

interface AddOptions extends CommonOptions, OutletFactOptions {
  readonly slug?: string
}

interface ListOptions extends CommonOptions {
  readonly country?: string
  readonly language?: string
}

export function command(): Command {
  const outlet = baseCommand('The registry of outlets.')
  outlet.addCommand(
    outletFactOptions(
      baseCommand('Adds an outlet, or updates the facts of a known one.')
        .name('add')
        .argument('<name>', 'its name')
        .option('--slug <slug>', 'its short name; by default made from the name'),
    ).action(add),
  )
  outlet.addCommand(
    baseCommand('Lists the outlets.')
      .name('list')
      .option('--country <codes>', 'of these countries: DE,AT')
      .option('--language <tags>', 'in these languages: de,fr')
      .action(list),
  )
  outlet.addCommand(baseCommand('One outlet with its feeds.').name('show').argument('<slug>').action(show))
  for (const one of changeCommands()) outlet.addCommand(one)
  return outlet
}

async function add(name: string, options: AddOptions): Promise<void> {
  checkOutletName(name)
  const facts = checkOutletFacts(options)
  await withDeps(async ({ pool }) => {
    const known = (await findOutlets(pool, [name])).get(name)
    const slug = facts.slug ?? (known === undefined ? undefined : await slugById(pool, known))
    const id = slug
      ? await upsertOutlet(pool, { ...facts, slug, name })
      : (await outletsByName(pool, [name])).get(name)!
    const made = slug ?? (await slugById(pool, id))
    if (!slug) await upsertOutlet(pool, { ...facts, slug: made, name })
    await recordAction(pool, madeByCli(), 'outlet.add', `outlet ${made}`, { name, ...facts })
    console.log(options.json ? JSON.stringify({ outlet_id: id, slug: made }) : `outlet ${made}`)
  })
}

async function slugById(pool: OpenDeps['pool'], id: number): Promise<string> {
  return (await pool.query('select slug from outlets where id = $1', [id])).rows[0].slug
}

async function list(options: ListOptions): Promise<void> {
  const countries = options.country?.toUpperCase().split(',')
  const languages = options.language?.toLowerCase().split(',')
  await withReadOnlyDeps(async ({ pool }) => {
    const outlets = (await listOutlets(pool)).filter(
      ({ country, language }) =>
        (!countries || countries.includes(country ?? '')) &&
        (!languages || languages.includes((language ?? '').toLowerCase().split('-')[0]!)),
    )
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
  await withReadOnlyDeps(async ({ pool }) => {
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
