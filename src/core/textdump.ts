import type { ExtractContext, ExtractResult } from './extract-types.ts'

/** One plain-text dump of a page to one record. */
export function readTextDump(text: string, context: ExtractContext): ExtractResult {
  void context
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  const body = lines
    .filter((line) => line.length > 80)
    .join('\n\n')
    .normalize('NFC')
  return {
    record: {
      outlet: context.outlet?.slug ?? null,
      title: lines[0] ?? null,
      dek: null,
      authors: [],
      agencies: [],
      dateline: null,
      published_at: null,
      modified_at: null,
      published_local: null,
      published_precision: null,
      published_tz_source: null,
      published_raw: null,
      published_source: null,
      language: null,
      section: null,
      tags: [],
      canonical_url: null,
      image_url: null,
      captions: [],
      body: body || null,
      body_html: null,
      word_count: body.match(/[\p{L}\p{N}'’]+/gu)?.length ?? 0,
      kind: body ? 'article' : 'not_article',
      reason: body ? null : 'no_text',
    },
    blockHashes: [],
    aliases: {},
  }
}
