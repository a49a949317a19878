import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { transaction } from '../../adapters/postgres/db.ts'
import { checkRules } from '../../core/fields/check-outlet-rules.ts'
import type { ExtractRules } from '../../core/record/record.ts'
import { counted } from '../../core/text/counted.ts'
import { namedOutlet } from '../../pipeline/sources/named-outlet.ts'
import type { OpenDeps } from '../../runtime/deps.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { rememberNames } from '../../store/sources/outlet-names.ts'
import {
  changeOutlet,
  mergeOutlets,
  type OutletChange,
  setOutletRules,
} from '../../store/sources/registry-edits.ts'
import { type OutletFile, readOutlet } from '../../store/sources/sources.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import {
  checkOutletFacts,
  checkOutletName,
  type OutletFactOptions,
  outletFactOptions,
} from './outlet-facts.ts'

interface SetOptions extends CommonOptions, OutletFactOptions {
  readonly name?: string
  readonly slug?: string
}

interface RulesOptions extends CommonOptions {
  readonly remove?: boolean
}

/** `newsloom outlet set|merge|rules`: corrects what was added wrongly; articles stay. */
export function changeCommands(): Command[] {
  return [
    outletFactOptions(
      baseCommand('Changes the facts of an outlet.')
        .name('set')
        .argument('<slug>')
        .option('--name <name>', 'its name')
        .option('--slug <slug>', 'another short name'),
    ).action(set),
    baseCommand('Merges two outlets: feeds, articles and names of the first move to the second.')
      .name('merge')
      .argument('<from>', 'the outlet that goes')
      .argument('<into>', 'the outlet that stays')
      .action(merge),
    baseCommand('Prints the extraction rules of an outlet, or sets them from a JSON file.')
      .name('rules')
      .argument('<slug>')
      .argument('[file]', 'selectors by field, and valid_until')
      .option('--remove', 'take the rules away')
      .action(rules),
  ]
}

async function set(slug: string, options: SetOptions): Promise<void> {
  if (options.name !== undefined) checkOutletName(options.name)
  const change: OutletChange = {
    ...checkOutletFacts(options),
    ...(options.name ? { name: options.name } : {}),
  }
  if (!Object.keys(change).length)
    throw new UsageError(
      'give what to change: --name, --slug, --domain, --country, --language, --timezone or --masthead',
    )
  await withDeps(async (deps) => {
    const { id, outlet } = await outletOf(deps, slug)
    await transaction(deps.pool, async (tx) => {
      // The outlet is still found by its old name.
      await rememberNames(tx)
      if (!(await changeOutlet(tx, id, change)))
        throw new CliError(
          `another outlet has the slug "${change.slug}": "newsloom outlet merge" makes one of both`,
        )
      await rememberNames(tx)
      await recordAction(tx, madeByCli(), 'outlet.set', `outlet ${outlet.slug}`, { ...change })
    })
    const after = await readOutlet(deps.pool, change.slug ?? outlet.slug)
    if (options.json) console.log(JSON.stringify(after))
    else
      console.log(
        `outlet ${outlet.slug}: ${Object.entries(change)
          .map(([field, value]) => `${field} ${shown(outlet[field as keyof OutletFile])} → ${shown(value)}`)
          .join(', ')}`,
      )
  })
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join(' | ') || 'none' : typeof value === 'string' ? value : 'none'

async function merge(from: string, into: string, options: CommonOptions): Promise<void> {
  await withDeps(async (deps) => {
    const gone = await outletOf(deps, from)
    const kept = await outletOf(deps, into)
    if (gone.id === kept.id) throw new CliError(`"${from}" and "${into}" are the same outlet`)
    const moved = await transaction(deps.pool, async (tx) => {
      await rememberNames(tx)
      const result = await mergeOutlets(tx, gone.id, kept.id)
      await recordAction(tx, madeByCli(), 'outlet.merged', `outlet ${kept.outlet.slug}`, {
        from: gone.outlet.slug,
        ...result,
      })
      return result
    })
    console.log(
      options.json
        ? JSON.stringify({ from: gone.outlet.slug, into: kept.outlet.slug, ...moved })
        : `outlet ${gone.outlet.slug} is ${kept.outlet.slug} now: ${counted(moved.articles, 'article')} and ${counted(moved.feeds, 'feed')} moved`,
    )
  })
}

async function rules(slug: string, file: string | undefined, options: RulesOptions): Promise<void> {
  const wanted = file === undefined ? undefined : await readRules(file)
  await withDeps(async (deps) => {
    const { id, outlet } = await outletOf(deps, slug)
    if (wanted === undefined && !options.remove) {
      if (outlet.extract_rules || options.json) console.log(JSON.stringify(outlet.extract_rules, null, 2))
      else console.log(`outlet ${outlet.slug} has no rules of its own`)
      return
    }
    await transaction(deps.pool, async (tx) => {
      await setOutletRules(tx, id, wanted ?? null)
      await recordAction(tx, madeByCli(), 'outlet.rules', `outlet ${outlet.slug}`, { rules: wanted ?? null })
    })
    if (options.json) console.log(JSON.stringify(wanted ?? null))
    else
      console.log(
        wanted
          ? `outlet ${outlet.slug} has these rules until ${wanted.valid_until}; "newsloom replay --outlet ${outlet.slug}" reads its articles again`
          : `outlet ${outlet.slug} has no rules any more`,
      )
  })
}

async function readRules(file: string): Promise<ExtractRules> {
  try {
    return checkRules(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CliError(`${file}: ${code === 'ENOENT' ? 'there is no such file' : message}`)
  }
}

async function outletOf(deps: OpenDeps, name: string): Promise<{ id: number; outlet: OutletFile }> {
  const named = await namedOutlet(deps, name, false)
  if (!named.ok) throw new CliError(`${named.message} "newsloom outlet list" shows those there are`)
  const { rows } = await deps.pool.query('select slug from outlets where id = $1', [named.id])
  return { id: named.id, outlet: (await readOutlet(deps.pool, rows[0].slug as string))! }
}
