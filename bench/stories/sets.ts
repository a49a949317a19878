/** Reads labelled articles from JSONL, gzipped or not: one row for each article. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export interface LabelledArticle {
  readonly id: string
  readonly dataset?: string
  readonly outlet?: string
  readonly title?: string
  readonly body?: string
  readonly published?: string
  readonly lang?: string
  readonly story?: string
}

export function readJsonl<T>(file: string): T[] {
  const bytes = readFileSync(file)
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}

/** The order of arrival: as given, or with each article moved by up to an hour (the same generator as in the check's `--shuffle`). */
export function arrival(rows: readonly LabelledArticle[], seed: number | null): LabelledArticle[] {
  if (seed === null) return [...rows]
  let state = seed + 1
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647
  return rows
    .map((row, i) => ({
      at: row.published ? Date.parse(row.published) + random() * 3_600_000 : i + random() * 50,
      row,
    }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row)
}
