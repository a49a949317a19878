import { createHash } from 'node:crypto'
import { unpackBytes } from '../../adapters/files/packed-bytes.ts'
import { joinPages } from '../../core/article/join-pages.ts'
import { extractHtml } from '../../core/article/read-page.ts'
import type { ExtractContext, ExtractResult } from '../../core/article/types.ts'
import { extractText } from '../../core/dump/read.ts'
import { decodeBytes } from '../../core/fetching/charset.ts'
import { applyGiven, recordOfGiven } from '../../core/record/given.ts'
import { storable } from '../../core/record/storable.ts'
import type { Extracted } from '../../store/articles/extract-input.ts'
import type { ExtractTask } from './task.ts'

/** Turns raw bytes into a record. No I/O: runs in a thread of the extract worker, and in `newsloom inspect`. */
export function extractDocument(task: ExtractTask): Extracted {
  const first = read(task)
  const rest = (task.pages ?? []).map((page) => read({ ...task, ...page }))
  const result = applyGiven(joinPages(first, rest), task.given ?? {}, task.outlet, new Date(task.fetchedAt))
  const { explain: _, ...answer } = result
  return storable({ ...answer, contentHash: contentHash(result.record.body) })
}

function read(task: ExtractTask): ExtractResult {
  const context: ExtractContext = {
    ...(task.url ? { url: task.url } : {}),
    ...(task.headers ? { headers: task.headers } : {}),
    ...(task.outlet ? { outlet: task.outlet } : { outlets: task.registry }),
    fetchedAt: new Date(task.fetchedAt),
    boilerplate: new Set(task.boilerplate),
    announced: Boolean(task.given?.title),
  }
  const bytes = unpackBytes(task)
  if (task.kind === 'record')
    return recordOfGiven(Buffer.from(bytes).toString('utf8'), task.given ?? {}, task.outlet)
  const contentType = task.headers?.['content-type']
  const { text } = decodeBytes(bytes, { kind: task.kind, ...(contentType ? { contentType } : {}) })
  return task.kind === 'html' ? extractHtml(text, context) : extractText(text, context)
}

const MIN_WORDS_OF_IDENTITY = 30

/** A hash of the text without white space and case; null where the text is too short to identify an article. */
function contentHash(body: string | null): string | null {
  const plain = body?.toLowerCase().replace(/\s+/gu, ' ').trim() ?? ''
  if (plain.split(' ').length < MIN_WORDS_OF_IDENTITY && plain.length < MIN_WORDS_OF_IDENTITY * 6) return null
  return createHash('sha1').update(plain).digest('base64url')
}
