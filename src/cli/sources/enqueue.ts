import type { Command } from 'commander'
import { readLines } from '../../core/files/lines.ts'
import { inOneLine } from '../../core/text/printable.ts'
import type { Deps } from '../../pipeline/deps.ts'
import { type EnqueueOptions, type EnqueueReport, enqueueUrls } from '../../pipeline/sources/enqueue.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { baseCommand } from '../options.ts'

const BATCH_URLS = 500
/** An address has at most 8,192 characters; a list may have notes in its lines. */
const MAX_LINE_BYTES = 64 * 1024

export function command(): Command {
  return baseCommand(
    'Fetches these article addresses: the workers take them as soon as their hosts are free.',
  )
    .argument('<url...>', 'addresses of articles, or - for one a line on stdin')
    .option('--outlet <slug>', 'the outlet they belong to; without it, that of the address')
    .option('--backfill', 'with the priority of archives, after live news')
    .action(async (urls: string[], options: CommonOptions & EnqueueOptions) => {
      await withDeps(async (deps) => {
        const report = await enqueueAll(deps, addressesOf(urls), options)
        if (options.json) console.log(JSON.stringify(report))
        else console.log(`${report.new} new, ${report.known} known, ${report.refused.length} refused`)
        if (!options.json)
          for (const { url, message } of report.refused)
            console.error(`refused: ${inOneLine(`${url}: ${message}`)}`)
        if (report.new + report.known === 0) throw new CliError('none of the addresses was usable')
      })
    })
}

/** An address, or why a line of stdin cannot be read. */
type Given = string | { readonly url: string; readonly message: string }

async function* addressesOf(given: readonly string[]): AsyncGenerator<Given> {
  for (const url of given)
    if (url !== '-') yield url
    else
      for await (const line of readLines(process.stdin, MAX_LINE_BYTES))
        yield line.kind === 'line'
          ? line.text.trim()
          : { url: `line ${line.number} of stdin`, message: line.message }
}

/** In batches: a list on stdin may be long, and the addresses read before an error are enqueued. */
async function enqueueAll(
  deps: Deps,
  urls: AsyncIterable<Given>,
  options: EnqueueOptions,
): Promise<EnqueueReport> {
  const total = {
    new: 0,
    known: 0,
    refused: [] as EnqueueReport['refused'][number][],
    articleIds: [] as number[],
  }
  const flush = async (batch: readonly string[]) => {
    const report = await enqueueUrls(deps, batch, options)
    total.new += report.new
    total.known += report.known
    total.refused.push(...report.refused)
    total.articleIds.push(...report.articleIds)
  }
  let batch: string[] = []
  for await (const url of urls) {
    if (typeof url !== 'string') {
      total.refused.push(url)
      continue
    }
    batch.push(url)
    if (batch.length < BATCH_URLS) continue
    await flush(batch)
    batch = []
  }
  if (batch.length) await flush(batch)
  return total
}
