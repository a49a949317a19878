import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalUrl, registrableDomain, urlKey } from '../../src/core/fetching/url.ts'

interface StarterOutlet {
  readonly slug: string
  readonly name: string
  readonly domain: string
  readonly country: string
  readonly language: string
  readonly timezone: string
  readonly feeds: readonly { readonly url: string; readonly language?: string }[]
}

const outlets = JSON.parse(
  readFileSync(new URL('../../seeds/starter.json', import.meta.url), 'utf8'),
) as readonly StarterOutlet[]

test('each outlet, domain and feed stands in the starter list once', () => {
  expect(outlets.length).toBeGreaterThan(300)
  for (const values of [
    outlets.map(({ slug }) => slug),
    outlets.map(({ domain }) => domain),
    outlets.flatMap(({ feeds }) => feeds.map(({ url }) => urlKey(url))),
  ])
    expect(values.filter((value, i) => values.indexOf(value) !== i)).toEqual([])
})

test('its facts are well formed', () => {
  const zones = new Set(Intl.supportedValuesOf('timeZone'))
  const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const canonicalZone = (zone: string) =>
    new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  for (const outlet of outlets) {
    expect(outlet.slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    expect(outlet.name.trim()).not.toBe('')
    expect(registrableDomain(outlet.domain), outlet.domain).not.toBeNull()
    expect(countries.of(outlet.country), outlet.country).toBeDefined()
    expect(zones.has(canonicalZone(outlet.timezone)), outlet.timezone).toBe(true)
    expect(Intl.getCanonicalLocales(outlet.language)).toEqual([outlet.language])
    expect(outlet.feeds.length).toBeGreaterThan(0)
    for (const { url } of outlet.feeds) expect(canonicalUrl(url), url).not.toBeNull()
  }
})
