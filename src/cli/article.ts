import type { Command } from 'commander'
import { canonicalUrl, urlKey } from '../core/url.ts'
import { findArticle, readArticle } from '../store/reading.ts'
import { type CommonOptions, withDeps } from './context.ts'
import { CliError } from './errors.ts'
import { baseCommand } from './options.ts'
import { table } from './table.ts'

export function command(): Command {
  return baseCommand('An article: its fields, versions and whole life.')
    .argument('<id-or-url>', 'its id, its address, or an external id')
    .action(async (reference: string, options: CommonOptions) => {
      await withDeps(async ({ pool }) => {
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
}

function print(article: Record<string, unknown>): void {
  const { body, versions, urls, entries, ...fields } = article
  const shown = Object.entries(fields).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && !value.length),
  )
  console.log(table(shown.map(([name, value]) => [name, plain(value)])))
  for (const [name, list] of Object.entries({ versions, urls, entries }) as [
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
