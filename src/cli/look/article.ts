import { type Command, InvalidArgumentError } from 'commander'
import type { Pool } from 'pg'
import { transaction } from '../../adapters/postgres/db.ts'
import { canonicalUrl, urlKey } from '../../core/fetching/url.ts'
import { type Refetch, refetch } from '../../pipeline/fetch/refetch.ts'
import { findArticle, readArticle } from '../../queries/reading.ts'
import { type Corrections, correctArticle } from '../../store/articles/corrections.ts'
import { removeArticle } from '../../store/articles/removals.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { type CommonOptions, withDeps, withReadOnlyDeps } from '../context.ts'
import { CliError, UsageError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand } from '../options.ts'
import { table } from '../terminal/table.ts'

export function command(): Command {
  return baseCommand('Prints an article: its fields, versions and history.')
    .argument('<id-or-url>', 'its id, its address, or an external id')
    .action(async (reference: string, options: CommonOptions) => {
      await withReadOnlyDeps(async ({ pool }) => {
        const url = canonicalUrl(reference)
        const id = await findArticle(pool, reference, url && urlKey(url))
        const article = id === undefined ? undefined : await readArticle(pool, id)
        if (!article)
          throw new CliError(
            `there is no article ${reference}: give an id, the address it was found at, or an external id`,
          )
        if (options.json) console.log(JSON.stringify(article))
        else print(article)
      })
    })
    .addCommand(refetchCommand())
    .addCommand(removeCommand())
    .addCommand(correctCommand())
}

function refetchCommand(): Command {
  return baseCommand(
    'Fetches articles again now: a change becomes a version; a page that is gone at two fetches is recorded as withdrawn.',
  )
    .name('refetch')
    .argument('<id-or-url...>', 'their ids, addresses, or external ids')
    .action(async (references: readonly string[], options: CommonOptions) => {
      await withDeps(async (deps) => {
        const ids: number[] = []
        for (const reference of references) ids.push(await needArticle(deps.pool, reference))
        const report = await refetch(deps, ids)
        if (options.json) console.log(JSON.stringify(report))
        else console.log(refetchWords(report))
        if (report.refused.length)
          throw new CliError(report.refused.map(({ id, why }) => `article ${id} ${why}`).join('; '))
      })
    })
}

function refetchWords({ due }: Refetch): string {
  if (!due.length) return 'no article is looked at again'
  const which = due.length === 1 ? `article ${due[0]} is` : `${due.length} articles are`
  return `${which} looked at again as soon as a fetch worker and the host are free`
}

function removeCommand(): Command {
  return baseCommand(
    'Takes an article down: deletes its text, versions and raw bytes, and refuses its address and its text from then on.',
  )
    .name('remove')
    .argument('<id-or-url>', 'its id, its address, or an external id')
    .requiredOption('--reason <text>', 'why: kept with the tombstone')
    .action(async (reference: string, options: CommonOptions & { reason: string }) => {
      await withDeps(async ({ pool }) => {
        const id = await needArticle(pool, reference)
        const removed = await transaction(pool, async (tx) => {
          await recordAction(tx, madeByCli(), 'article.remove', `article ${id}`)
          return removeArticle(tx, id, options.reason)
        })
        if (options.json) console.log(JSON.stringify(removed))
        else
          console.log(
            `article ${id} is removed${removed?.addresses ? `: ${removed.addresses} of its addresses will not come in again` : ''}`,
          )
        if (removed?.copies)
          console.error(
            `${removed.copies} copies of it in other places stay: see news.story_articles, and remove each that must go too`,
          )
      })
    })
}

interface CorrectOptions extends CommonOptions {
  readonly title?: string
  readonly dek?: string
  readonly body?: string
  readonly author?: readonly string[]
  readonly publishedAt?: string
  readonly language?: string
}

function correctCommand(): Command {
  return baseCommand('Corrects fields of an article permanently: no later extraction overwrites them.')
    .name('correct')
    .argument('<id-or-url>', 'its id, its address, or an external id')
    .option('--title <text>', 'the headline')
    .option('--dek <text>', 'the standfirst')
    .option('--body <text>', 'the text, with a blank line between paragraphs')
    .option('--author <name...>', 'the authors, which replace the present ones')
    .option('--published-at <instant>', 'such as 2026-05-20T10:30:00Z', instant)
    .option('--language <tag>', 'BCP 47')
    .action(async (reference: string, options: CorrectOptions) => {
      const { title, dek, body, author, publishedAt, language } = options
      const corrections = Object.fromEntries(
        Object.entries({ title, dek, body, authors: author, published_at: publishedAt, language }).filter(
          ([, value]) => value !== undefined,
        ),
      ) as Corrections
      if (!Object.keys(corrections).length)
        throw new UsageError(
          'say what to put right: --title, --dek, --body, --author, --published-at, --language',
        )
      await withDeps(async (deps) => {
        const id = await needArticle(deps.pool, reference)
        const corrected = await transaction(deps.pool, async (tx) => {
          const done = await correctArticle(tx, id, corrections)
          const fields = Object.keys(corrections)
          if (done) await recordAction(tx, madeByCli(), 'article.correct', `article ${id}`, { fields })
          return done
        })
        if (!corrected) throw new CliError(`article ${id} has no text to correct`)
        await deps.queues.enqueueOnce('cluster', [id])
        if (options.json) console.log(JSON.stringify({ article_id: id, corrected: Object.keys(corrections) }))
        else console.log(`article ${id} corrected: ${Object.keys(corrections).join(', ')}`)
      })
    })
}

function instant(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('give an instant such as 2026-05-20T10:30:00Z')
  return at.toISOString()
}

async function needArticle(pool: Pool, reference: string): Promise<number> {
  const url = canonicalUrl(reference)
  const id = await findArticle(pool, reference, url && urlKey(url))
  if (id === undefined)
    throw new CliError(
      `there is no article ${reference}: give an id, the address it was found at, or an external id`,
    )
  return id
}

function print(article: Record<string, unknown>): void {
  const { body, versions, withdrawals, urls, entries, ...fields } = article
  const shown = Object.entries(fields).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && !value.length),
  )
  console.log(table(shown.map(([name, value]) => [name, plain(value)])))
  for (const [name, list] of Object.entries({ versions, withdrawals, urls, entries }) as [
    string,
    Record<string, unknown>[],
  ][])
    if (list.length) console.log(`\n${name}\n${table(list.map((row) => Object.values(row).map(plain)))}`)
  if (body) console.log(`\n${body}`)
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
