import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectArticle } from '../../src/cli/look/inspect/article.ts'
import { extractHtml } from '../../src/core/article/read-page.ts'
import { checkRules } from '../../src/core/fields/check-outlet-rules.ts'
import type { ArticleRecord, ExtractRules, OutletFacts } from '../../src/core/record/record.ts'

/** Two saved pages an outlet, each with the fields that are expected of it, as `NAME.html` and `NAME.json`. */
const folder = join(import.meta.dirname, '..', 'fixtures', 'rules')
const seeds = join(import.meta.dirname, '..', '..', 'seeds', 'outlets.json')
const outlets = JSON.parse(readFileSync(seeds, 'utf8')) as OutletFacts[]
const ruled = outlets.filter((outlet): outlet is OutletFacts & { extract_rules: ExtractRules } =>
  Boolean(outlet.extract_rules),
)

interface Fixture {
  readonly name: string
  readonly html: string
  readonly url: string
  readonly record: Partial<ArticleRecord>
}

function fixturesOf(slug: string): Fixture[] {
  return readdirSync(join(folder, slug))
    .filter((file) => file.endsWith('.html'))
    .map((file) => ({
      name: file,
      html: readFileSync(join(folder, slug, file), 'utf8'),
      ...(JSON.parse(readFileSync(join(folder, slug, file.replace('.html', '.json')), 'utf8')) as {
        url: string
        record: Partial<ArticleRecord>
      }),
    }))
}

/** The day on which the rules were last known to hold. */
const onTime = (rules: ExtractRules): Date => new Date(`${rules.valid_until}T00:00:00Z`)
it('every outlet with fixtures has rules', () => {
  expect(readdirSync(folder).sort()).toEqual(ruled.map(({ slug }) => slug).sort())
})

describe.each(ruled.map((outlet) => [outlet.slug, outlet] as const))('the rules of %s', (slug, outlet) => {
  const rules = outlet.extract_rules
  const fixtures = fixturesOf(slug)
  const read = (fixture: Fixture, facts: OutletFacts) =>
    extractHtml(fixture.html, { url: fixture.url, outlet: facts, fetchedAt: onTime(rules), explain: true })

  it('say until when they were checked, in selectors that can be read', () => {
    expect(() => checkRules(rules)).not.toThrow()
  })

  it('are walked by two pages at least', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(2)
  })

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'give what is expected of %s',
    (_name, fixture) => {
      const { record, explain } = read(fixture, outlet)
      expect(record).toMatchObject(fixture.record)
      expect(explain?.rules).toMatchObject({ in_force: true })
      // A selector that finds nothing is stale, or was never right.
      for (const used of explain?.rules?.selectors ?? []) expect(used).not.toMatchObject({ found: 0 })
    },
  )

  it('are needed: a page comes out otherwise without them', () => {
    const without = { ...outlet, extract_rules: null }
    const differs = fixtures.map((fixture) => {
      const { record } = read(fixture, without)
      return Object.entries(fixture.record).some(
        ([field, value]) => JSON.stringify(record[field as keyof ArticleRecord]) !== JSON.stringify(value),
      )
    })
    expect(differs).toContain(true)
  })
})

describe('rules that are being written', () => {
  const [fixture] = fixturesOf('fleuve-matin')
  const row = { html: fixture!.html, url: fixture!.url }
  const rules = checkRules({ valid_until: '2026-01-01', title: 'h1 .title', authors: '.nobody' })

  it('are tried in place of the outlet’s own, and say what they find', async () => {
    const answer = (await inspectArticle(row, { explain: true, outlet: 'fleuve-matin', rules })) as {
      title: string
      explain: { rules: object }
    }
    expect(answer.title).toBe(fixture!.record.title)
    expect(answer.explain.rules).toEqual({
      valid_until: '2026-01-01',
      in_force: true,
      selectors: [
        { field: 'title', selector: 'h1 .title', found: 1, text: fixture!.record.title },
        { field: 'authors', selector: '.nobody', found: 0, text: null },
      ],
    })
  })

  it('are out of force on a page that is younger than they are', async () => {
    const answer = await inspectArticle(
      { ...row, fetched_at: '2026-02-01T00:00:00Z' },
      { explain: true, outlet: 'fleuve-matin', rules },
    )
    expect(answer).toMatchObject({ explain: { rules: { in_force: false } } })
  })

  it.each<[string, unknown, RegExp]>([
    ['no object', 'body', /expected an object/],
    ['no day', { body: 'p' }, /valid_until/],
    ['a field that is none', { valid_until: '2026-01-01', text: 'p' }, /text: not known/],
    ['a selector that cannot be read', { valid_until: '2026-01-01', body: 'p:has(a' }, /selector "p:has\(a"/],
    ['one selector to remove', { valid_until: '2026-01-01', remove: 'p' }, /list of selectors/],
  ])('are refused: %s', (_name, value, message) => {
    expect(() => checkRules(value)).toThrow(message)
  })
})
