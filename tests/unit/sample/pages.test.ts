import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildSample, readOutlets } from '../../../seeds/build.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { readSample, type SampleEntry } from '../../../src/sample/read.ts'

const root = packageFile('seeds')
const { outlets, entries } = readSample(root)
const count = <T>(items: Iterable<T>) => new Set(items).size
const byFile = new Map(entries.map((entry) => [entry.file, entry]))
const articles = entries.filter(({ record }) => record.kind === 'article')

function textOf({ file, charset }: SampleEntry): string {
  return new TextDecoder(charset).decode(readFileSync(join(root, file)))
}

describe('the committed sample', () => {
  it('is what seeds/build.ts makes', () => {
    const made = buildSample(readOutlets())
    for (const [path, bytes] of made)
      expect(readFileSync(join(root, path)).equals(bytes), `${path} is stale: run node seeds/build.ts`).toBe(
        true,
      )
    const kept = readdirSync(join(root, 'pages'), { recursive: true, withFileTypes: true })
    expect(kept.filter((file) => file.isFile())).toHaveLength(made.size - 1)
  })

  it('has outlets and pages enough', () => {
    expect(outlets.length).toBeGreaterThanOrEqual(7)
    expect(count(outlets.map(({ country }) => country))).toBeGreaterThanOrEqual(4)
    expect(count(outlets.map(({ language }) => language))).toBeGreaterThanOrEqual(3)
    expect(entries.length).toBeGreaterThanOrEqual(48)
    expect(entries.filter(({ file }) => file.endsWith('.txt')).length).toBeGreaterThanOrEqual(4)
    expect(count(entries.map(({ file }) => file))).toBe(entries.length)
  })

  it.each(outlets)('$slug has a time zone, mastheads and an invented domain', (outlet) => {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: outlet.timezone ?? 'none' })).not.toThrow()
    expect(outlet.mastheads.length).toBeGreaterThan(0)
    expect(outlet.domain).toMatch(/^[a-z]+\.example$/)
    for (const { url } of outlet.feeds) expect(new URL(url).hostname).toBe(`www.${outlet.domain}`)
  })

  it('tells most events by three outlets or more, and three in one language by five', () => {
    const outletsOf = (key: (entry: SampleEntry) => string) => {
      const groups = Map.groupBy(entries, key)
      return [...groups.values()].map((group) => count(group.map(({ outlet }) => outlet)))
    }
    expect(outletsOf(({ event }) => event).filter((n) => n >= 3).length).toBeGreaterThanOrEqual(9)
    expect(outletsOf(({ event }) => event).filter((n) => n >= 5).length).toBeGreaterThanOrEqual(3)
    expect(
      outletsOf(({ event, record }) => `${event} ${record.language}`).filter((n) => n >= 3).length,
    ).toBeGreaterThanOrEqual(6)
  })

  it('holds wire copies: one text in three outlets and more, with other headlines and shorter tails', () => {
    const copies = entries.filter(({ copy_of }) => copy_of)
    expect(count(copies.map(({ copy_of }) => copy_of))).toBeGreaterThanOrEqual(2)
    for (const copy of copies) {
      const original = byFile.get(copy.copy_of ?? '')
      expect(original?.event).toBe(copy.event)
      expect(original?.outlet).not.toBe(copy.outlet)
      expect(original?.record.title).not.toBe(copy.record.title)
      expect(original?.record.body?.startsWith(copy.record.body ?? 'none')).toBe(true)
    }
  })

  it('holds an article revised at its address', () => {
    const revisions = entries.filter(({ revision_of }) => revision_of)
    expect(revisions.length).toBeGreaterThanOrEqual(1)
    for (const revision of revisions) {
      const first = byFile.get(revision.revision_of ?? '')
      expect(first?.url).toBe(revision.url)
      expect(first?.record.published_at).toBe(revision.record.published_at)
      expect(revision.record.modified_at).not.toBeNull()
      expect(first?.record.body).not.toBe(revision.record.body)
    }
    const addresses = entries.filter(({ url, revision_of }) => url && !revision_of).map(({ url }) => url)
    expect(count(addresses)).toBe(addresses.length)
  })

  it('holds pages that are no article, and old charsets', () => {
    const kinds = new Set(entries.map(({ record }) => record.kind))
    expect([...kinds].sort()).toEqual(['article', 'gallery', 'live_blog', 'not_article'])
    expect(new Set(entries.map(({ charset }) => charset))).toEqual(
      new Set(['utf-8', 'iso-8859-1', 'iso-8859-2', 'windows-1252']),
    )
  })

  it.each(articles)('$file: record is well-formed', ({ record, outlet, url, file }) => {
    expect(existsSync(join(root, file))).toBe(true)
    expect(record.outlet).toBe(outlet)
    expect(new Date(record.published_at ?? '').getTime()).toBeGreaterThan(Date.parse('2025-09-14T00:00:00Z'))
    if (record.published_precision === 'day') expect(record.published_local).toMatch(/^\d{4}-\d\d-\d\d$/)
    else expect(Date.parse(record.published_local ?? '')).toBe(Date.parse(record.published_at ?? ''))
    if (record.modified_at) expect(record.modified_at >= (record.published_at ?? '')).toBe(true)
    if (record.canonical_url) expect(record.canonical_url).toBe(url)
    expect(record.body).toBe(record.body?.normalize('NFC'))
    expect(record.body?.split(/\s+/).length).toBeGreaterThan(100)
    if (record.dek) expect(record.body).not.toContain(record.dek)
    for (const { text } of record.captions ?? []) expect(record.body?.split('\n\n')).not.toContain(text)
  })

  it.each(articles)('$file: what is expected stands on the page', (entry) => {
    const text = readable(textOf(entry))
    const { title, dek, authors, body, captions } = entry.record
    const blocks = [title, dek, ...(authors ?? []), ...(captions ?? []).map((caption) => caption.text)]
    for (const block of [...blocks, ...(body?.split('\n\n') ?? [])]) if (block) expect(text).toContain(block)
  })
})

/** Tags away, references resolved: enough for the sample's own pages. */
function readable(page: string): string {
  const names: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    aacute: 'á',
    eacute: 'é',
    iacute: 'í',
    oacute: 'ó',
    uacute: 'ú',
    ntilde: 'ñ',
    uuml: 'ü',
    Aacute: 'Á',
    Eacute: 'É',
    Iacute: 'Í',
    Oacute: 'Ó',
    Uacute: 'Ú',
    Ntilde: 'Ñ',
    laquo: '«',
    raquo: '»',
    iquest: '¿',
    iexcl: '¡',
  }
  return page
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&([a-zA-Z]+);/g, (whole, name: string) => names[name] ?? whole)
}
