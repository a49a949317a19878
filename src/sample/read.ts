import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ArticleRecord, OutletFacts } from '../core/record/record.ts'

export type SampleFeedKind = 'rss' | 'atom' | 'rdf' | 'json' | 'sitemap'

export interface SampleOutlet extends OutletFacts {
  readonly domain: string
  readonly feeds: readonly { readonly url: string; readonly kind: SampleFeedKind }[]
}

/** One entry of `expected.json`: a page of the sample and the record that it must give. */
export interface SampleEntry {
  /** Path under the seeds folder. */
  readonly file: string
  /** Null for a text dump, which has no address. */
  readonly url: string | null
  readonly outlet: string
  readonly charset: string
  /** Pages in one language with the same event belong to one story. */
  readonly event: string
  /** The file of which this one is a copy, shortened or not. */
  readonly copy_of: string | null
  /** The file that was at this address before. */
  readonly revision_of: string | null
  /** Only the fields that are certain. */
  readonly record: Partial<ArticleRecord>
}

export interface Sample {
  readonly root: string
  /** Only the invented outlets: those that have pages in the sample. */
  readonly outlets: readonly SampleOutlet[]
  readonly entries: readonly SampleEntry[]
}

/** @param root the `seeds` folder. Throws where a file is missing or not JSON: then the package is damaged. */
export function readSample(root: string): Sample {
  const entries = readJson(root, 'expected.json') as SampleEntry[]
  const slugs = new Set(entries.map((entry) => entry.outlet))
  const outlets = (readJson(root, 'outlets.json') as SampleOutlet[]).filter(({ slug }) => slugs.has(slug))
  return { root, outlets, entries }
}

function readJson(root: string, name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), 'utf8'))
}
