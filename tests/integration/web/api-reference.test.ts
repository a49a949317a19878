import { load } from 'cheerio'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument } from '../../../src/web/api/openapi.ts'
import type { Web } from '../../../src/web/context.ts'
import { createApp } from '../../../src/web/server.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let deps: TestNewsloom
let app: Hono
let web: Web
let $: ReturnType<typeof load>
beforeAll(async () => {
  deps = await openNewsloom()
  ;({ app, web } = createApp(deps))
  const answer = await app.request('http://localhost/api', { headers: { host: 'localhost' } })
  expect(answer.status).toBe(200)
  $ = load(await answer.text())
})
afterAll(async () => {
  web.hub.close()
  await deps.close()
})

const document = openApiDocument()
const operations = Object.entries(document.paths).map(
  ([path, item]) => [path, 'post' in item ? item.post : item.get] as const,
)

describe('the API reference', () => {
  it.each(operations)('%s: has its parameters, its answers and an example', (path, operation) => {
    const section = $(`section[aria-labelledby="${operation.operationId}"]`)
    expect(section.find('h2').text()).toMatch(
      new RegExp(`^(GET|POST) /api/v1${path.replace(/[{}.]/g, '\\$&')}$`),
    )
    const headings = section
      .find('tbody th')
      .toArray()
      .map((cell) => $(cell).text())
    expect(headings).toEqual([
      ...(operation.parameters ?? []).map(({ name }) => name),
      ...Object.keys(operation.responses),
    ])
    expect(section.find('pre').text()).toMatch(/^curl 'http:\/\/localhost\/api\/v1\//)
  })

  it.each(Object.entries(document.components.schemas))('%s: has its fields', (name, schema) => {
    const fields = $(`[id="${name}"]`)
      .nextAll('.scroll')
      .first()
      .find('tbody th')
      .toArray()
      .map((cell) => $(cell).text())
    expect(fields.filter((field) => !/[.[]/.test(field))).toEqual(Object.keys(schema.properties ?? {}))
  })

  it('says what a value is and what bounds it, and shows the fields of objects inside objects', () => {
    const limit = $('section[aria-labelledby="listStories"] tr').filter((_, row) =>
      /^limit/.test($(row).text()),
    )
    expect(limit.find('td').first().text()).toBe('whole number1 to 20050 if not given')
    expect($('section[aria-labelledby="objects"] th').text()).toContain('captions[].credit')
  })

  it('asks nobody else for anything, and every link on it leads to something', async () => {
    const addresses = $('[src], link[href], script[src]')
      .toArray()
      .map((element) => $(element).attr('src') ?? $(element).attr('href')!)
    expect(addresses.filter((address) => !address.startsWith('/') || address.startsWith('//'))).toEqual([])
    const links = $('main a[href]')
      .toArray()
      .map((link) => $(link).attr('href')!)
    expect(links.length).toBeGreaterThan(20)
    for (const link of links)
      if (link.startsWith('#')) expect($(`[id="${link.slice(1)}"]`).length, link).toBe(1)
      else
        expect(
          (await app.request(`http://localhost${link}`, { headers: { host: 'localhost' } })).status,
        ).toBe(200)
  })

  it('is linked from every page', async () => {
    const other = await app.request('http://localhost/sources', { headers: { host: 'localhost' } })
    expect(load(await other.text())('footer a[href="/api"]').length).toBe(1)
  })
})
