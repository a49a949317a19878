import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { checkRules } from '../../core/fields/check-outlet-rules.ts'
import type { ExtractRules } from '../../core/record/record.ts'
import { printable } from '../../core/text/printable.ts'
import { UsageError } from '../errors.ts'
import { answerLine, type Inspector } from './inspect/answer.ts'
import { answerInParallel, type PoolTask } from './inspect/pool.ts'

/** KIND → the module that answers it, imported only when asked for. */
const kinds: Readonly<Record<string, () => Promise<Inspector>>> = {
  article: async () => (await import('./inspect/article.ts')).inspectArticle,
  feed: async () => (await import('./inspect/feed.ts')).inspectFeed,
  url: async () => (await import('./inspect/url.ts')).inspectUrl,
  robots: async () => (await import('./inspect/robots.ts')).inspectRobots,
  ssrf: async () => (await import('./inspect/ssrf.ts')).inspectSsrf,
  date: async () => (await import('./inspect/date.ts')).inspectDate,
  byline: async () => (await import('./inspect/byline.ts')).inspectByline,
  charset: async () => (await import('./inspect/charset.ts')).inspectCharset,
}

export function command(): Command {
  return new Command()
    .description('JSON lines in on stdin, JSON lines out on stdout, with the same id; no database is needed.')
    .argument('<kind>', Object.keys(kinds).join(' | '))
    .option(
      '--explain',
      'for articles: why each block stayed or went, where each field came from, what rules found',
    )
    .option('--outlet <slug>', 'for articles: the outlet of rows that name none')
    .option(
      '--rules <file>',
      'for articles, with --outlet: try these extract_rules (JSON) in place of its own',
    )
    .option('--json', 'the output is JSON lines with or without it')
    .option('--debug', 'show stack traces')
    .exitOverride()
    .action(async (kind: string, options: { explain?: boolean; outlet?: string; rules?: string }) => {
      const load = kinds[kind]
      if (!load)
        throw new UsageError(
          `there is nothing to inspect by the name "${kind}": use one of ${Object.keys(kinds).join(', ')}`,
        )
      const inspector = await load()
      if (options.rules && !options.outlet) throw new UsageError('--rules needs --outlet')
      const inspectOptions = {
        explain: options.explain ?? false,
        outlet: options.outlet,
        rules: options.rules ? readRules(options.rules) : undefined,
      }
      const lines = numbered(createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }))
      const write = async (json: string): Promise<void> => {
        if (!process.stdout.write(`${printable(json)}\n`)) await drained()
      }
      // By hand: leaving a `for await` would close the lines that the threads go on with.
      for (let answered = 0; ; answered++) {
        if (answered === FEW_ROWS && manyCores.has(kind))
          return await answerInParallel(lines, inspectOptions, write)
        const next = await lines.next()
        if (next.done) return
        const { line, number } = next.value
        await write(JSON.stringify(await answerLine(inspector, line, number, inspectOptions)))
      }
    })
}

function readRules(file: string): ExtractRules {
  try {
    return checkRules(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UsageError(`cannot use the rules in ${file}: ${(error as Error).message}`)
  }
}

/** Kinds whose rows take milliseconds of computing each. */
const manyCores = new Set(['article'])
/** Answered at once, before threads are started: those take longer to start than a few rows do. */
const FEW_ROWS = 8

async function* numbered(lines: AsyncIterable<string>): AsyncGenerator<PoolTask> {
  let number = 0
  for await (const line of lines) {
    number++
    if (line.trim()) yield { number, line }
  }
}

function drained(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('drain', resolve))
}
