import { readFile, stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { type Command, Option } from 'commander'
import { createHttpClient } from '../../adapters/http/client.ts'
import { HttpError } from '../../adapters/http/error.ts'
import { httpGet } from '../../adapters/http/request.ts'
import { bodyMarkdown } from '../../core/body/markdown.ts'
import { sniffKind } from '../../core/fetching/sniff.ts'
import type { ArticleRecord } from '../../core/record/record.ts'
import { type ArticleOptions, extractArticle, extractText } from '../../library/extract.ts'
import { fetchingOptions } from '../../runtime/http-clients.ts'
import { readRegistry } from '../../runtime/seed.ts'
import { commandConfig } from '../command-config.ts'
import type { CommonOptions } from '../context.ts'
import { CliError } from '../errors.ts'
import { baseCommand } from '../options.ts'

const formats = ['text', 'markdown', 'html', 'json'] as const
type Format = (typeof formats)[number]

interface Options extends CommonOptions {
  readonly format?: Format
  readonly url?: string
  readonly outlet?: string
}

interface Source {
  readonly bytes: Uint8Array
  readonly isText: boolean
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
}

const MAX_BYTES = 32 * 1024 * 1024

export function command(): Command {
  return baseCommand('Prints the article of one page. It uses no database.')
    .argument('<source>', 'an address, a file (.html or .txt, each also .gz), or - for stdin')
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('text'))
    .option('--url <url>', 'the address of the page that the file or stdin holds')
    .option('--outlet <slug>', 'the outlet, if it is one that ships with Newsloom')
    .action(run)
}

async function run(source: string, options: Options): Promise<void> {
  const { bytes, isText, ...read } = await readSource(source)
  const url = options.url ?? read.url
  const outlets = readRegistry()
  const outlet = options.outlet ? outlets.find(({ slug }) => slug === options.outlet) : undefined
  if (options.outlet && !outlet)
    throw new CliError(
      `no outlet "${options.outlet}" ships with Newsloom: leave --outlet out, or see seeds/outlets.json`,
    )
  const given: ArticleOptions = {
    ...(url ? { url } : {}),
    ...(read.headers ? { headers: read.headers } : {}),
    ...(outlet ? { outlet } : { outlets }),
    ...(read.headers ? { fetchedAt: new Date() } : {}),
  }
  const record = isText ? extractText(bytes, given) : extractArticle(bytes, given)
  const format = options.json ? 'json' : (options.format ?? 'text')
  if (format !== 'json' && record.kind === 'not_article')
    throw new CliError(
      `${source} is not an article (${record.reason ?? 'no reason given'}): --format json shows what was found`,
    )
  console.log(printed(record, format))
}

async function readSource(source: string): Promise<Source> {
  if (/^https?:\/\//i.test(source)) return await fetchPage(source)
  let bytes: Uint8Array
  try {
    if (source !== '-' && (await stat(source)).size > MAX_BYTES)
      throw new CliError(`${source} is larger than 32 MB`)
    bytes = source === '-' ? await buffer(process.stdin) : await readFile(source)
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(`cannot read ${source}: ${(error as Error).message}`)
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
    } catch (error) {
      throw new CliError(`cannot unpack ${source}: ${(error as Error).message}`)
    }
  return { bytes, isText: /\.txt(\.gz)?$/i.test(source) }
}

/** One request on behalf of a person: with the address guard of every request, but without robots.txt and pacing. */
async function fetchPage(address: string): Promise<Source> {
  const config = commandConfig()
  const client = createHttpClient(fetchingOptions(config))
  try {
    const { status, finalUrl, headers, body } = await httpGet(client, address, {
      accept: 'text/html, */*;q=0.5',
    })
    if (status !== 200) throw new CliError(`${finalUrl} answered ${status}`)
    const kind = sniffKind(headers['content-type'], body)
    if (!kind)
      throw new CliError(`${finalUrl} is ${headers['content-type'] ?? 'of no type'}: no page and no text`)
    return { bytes: body, isText: kind === 'text', url: finalUrl, headers }
  } catch (error) {
    throw error instanceof HttpError ? new CliError(`cannot fetch ${address}: ${error.message}`) : error
  } finally {
    await client.close()
  }
}

function printed(record: ArticleRecord, format: Format): string {
  if (format === 'json') return JSON.stringify(record, null, 2)
  if (format === 'html') return record.body_html ?? ''
  const facts = [
    record.authors.join(', '),
    record.published_local ?? record.published_at ?? '',
    record.canonical_url ?? '',
  ].filter(Boolean)
  if (format === 'text')
    return [record.title, record.dek, facts.join(' · '), record.body].filter(Boolean).join('\n\n')
  return [
    record.title && `# ${record.title}`,
    record.dek && `*${record.dek}*`,
    facts.join(' · '),
    record.body_html && bodyMarkdown(record.body_html),
  ]
    .filter(Boolean)
    .join('\n\n')
}
