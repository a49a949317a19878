import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractHtml } from '../../../core/article/read-page.ts'
import type { ExtractContext } from '../../../core/article/types.ts'
import { extractText } from '../../../core/dump/read.ts'
import { decodeBytes } from '../../../core/fetching/charset.ts'
import type { OutletFacts } from '../../../core/record/record.ts'
import { packageRoot } from '../../../runtime/package-root.ts'
import { headersOf, InspectError, type Inspector, optionalText } from './answer.ts'
import { readMaybeGzip } from './file.ts'

/** The time limit of one page. */
const MAX_MS = 5_000

let registry: readonly OutletFacts[] | undefined

/** The outlets that ship with Newsloom, by which pages and dumps are recognised. */
function outlets(): readonly OutletFacts[] {
  registry ??= JSON.parse(readFileSync(join(packageRoot, 'seeds', 'outlets.json'), 'utf8')) as OutletFacts[]
  return registry
}

export const inspectArticle: Inspector = async (row, options) => {
  const html = optionalText(row, 'html')
  const text = optionalText(row, 'text')
  const file = optionalText(row, 'html_file') ?? optionalText(row, 'text_file')
  const isText = text !== undefined || (html === undefined && optionalText(row, 'text_file') !== undefined)
  if (html === undefined && text === undefined && file === undefined)
    throw new InspectError('bad_row', 'one of "html", "html_file", "text" and "text_file" is needed')
  const bytes = html === undefined && text === undefined ? await readMaybeGzip(file!) : undefined
  const headers = headersOf(row)
  const url = optionalText(row, 'url')
  const slug = optionalText(row, 'outlet') ?? options.outlet
  const known = slug === undefined ? undefined : outlets().find((o) => o.slug === slug || o.name === slug)
  const outlet = known && options.rules ? { ...known, extract_rules: options.rules } : known
  if (slug !== undefined && !known)
    throw new InspectError('unknown_outlet', `no outlet "${slug}" in seeds/outlets.json`)
  const fetchedAt = optionalText(row, 'fetched_at')

  const started = performance.now()
  const cpuBefore = cpuMs()
  const source =
    html ??
    text ??
    decodeBytes(bytes!, { kind: isText ? 'text' : 'html', contentType: headers['content-type'] }).text
  const context: ExtractContext = {
    ...(url ? { url } : {}),
    ...(outlet ? { outlet } : {}),
    outlets: outlets(),
    headers,
    ...(fetchedAt ? { fetchedAt: new Date(fetchedAt) } : {}),
    explain: options.explain,
    expired: () => performance.now() - started > MAX_MS,
  }
  const result = isText ? extractText(source, context) : extractHtml(source, context)
  const ms = Math.round((cpuMs() - cpuBefore) * 1000) / 1000
  return { ...result.record, ms, ...(result.explain ? { explain: result.explain } : {}) }
}

/** This thread's CPU time: what a page costs, whatever else the machine does. */
function cpuMs(): number {
  if (typeof process.threadCpuUsage !== 'function') return performance.now()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
