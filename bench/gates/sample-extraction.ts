import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { plainBytes } from '../../src/adapters/files/packed-bytes.ts'
import type { ArticleRecord } from '../../src/core/record/record.ts'
import { extractDocument } from '../../src/pipeline/extract/document.ts'
import { packageFile } from '../../src/runtime/package-root.ts'
import { readRegistry } from '../../src/runtime/seed.ts'
import { readSample } from '../../src/sample/read.ts'

/** For each field of the bundled sample's records, the share of pages on which it is exactly right, in percent. */
export function sampleExtraction(): Readonly<Record<string, number>> {
  const root = packageFile('seeds')
  const registry = readRegistry()
  const right: Record<string, number> = {}
  const asked: Record<string, number> = {}
  for (const entry of readSample(root).entries) {
    const html = entry.file.endsWith('.html')
    const { record } = extractDocument({
      kind: html ? 'html' : 'text',
      ...plainBytes(readFileSync(join(root, entry.file))),
      url: entry.url,
      headers: null,
      given: null,
      fetchedAt: '2025-09-30T00:00:00Z',
      outlet: html ? (registry.find(({ slug }) => slug === entry.outlet) ?? null) : null,
      registry: html ? [] : registry,
      boilerplate: [],
    })
    for (const [field, expected] of Object.entries(entry.record)) {
      const got = record[field as keyof ArticleRecord]
      asked[field] = (asked[field] ?? 0) + 1
      const same =
        field === 'language' ? String(got).split('-')[0] === expected : isDeepStrictEqual(got, expected)
      right[field] = (right[field] ?? 0) + (same ? 1 : 0)
    }
  }
  return Object.fromEntries(
    Object.entries(asked).map(([field, n]) => [field, Math.round(((right[field] ?? 0) / n) * 10_000) / 100]),
  )
}
