import { expect, it } from 'vitest'
import { createPool, endPool } from '../../../src/adapters/postgres/db.ts'
import { readConfig } from '../../../src/runtime/config.ts'
import { fetchingOptions, openHttpClients, userAgentOf } from '../../../src/runtime/http-clients.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { version } from '../../../src/runtime/version.ts'

/** What is said when the clients of a process are opened in this environment. */
async function saidIn(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const said: string[] = []
  // never connects: nothing is asked
  const pool = createPool('postgres://nobody@127.0.0.1:1/none')
  const { http, webhookHttp } = openHttpClients(readConfig(environment), 'postgres://db.example/x', pool, {
    works: true,
    onBusyAddress: () => {},
    say: (sentence) => said.push(sentence),
  })
  await Promise.all([http.close(), webhookHttp.close(), endPool(pool)])
  return said
}

it('a proxy is said once at start, without its password, and who checks what', async () => {
  const url = 'http://reader:secret@proxy.example:3128'
  const said = await saidIn({ HTTP_PROXY: url, HTTPS_PROXY: url })
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('go through the proxy http://proxy.example:3128: names and addresses')
  expect(said[0]).toContain('by the proxy, which must refuse those of your own network')
  expect(said[0]).not.toContain('secret')
  expect(await saidIn({})).toEqual([])
})

it('the proxy itself is out of reach of feeds', () => {
  const { deny } = fetchingOptions(readConfig({ HTTPS_PROXY: 'http://proxy.example:3128' }))
  expect(deny).toContain('proxy.example:3128')
})

it('webhooks go through the proxy as feeds do, and trust the same certificates', () => {
  const { proxy, certificates } = fetchingOptions(
    readConfig({
      HTTPS_PROXY: 'http://proxy.example:3128',
      NO_PROXY: 'hooks.example',
      NEWSLOOM_CA_FILE: packageFile('tests', 'fixtures', 'tls', 'ca.pem'),
    }),
  )
  expect(proxy).toEqual({ http: undefined, https: 'http://proxy.example:3128/', except: 'hooks.example' })
  expect(certificates?.at(-1)).toMatch(/^-----BEGIN CERTIFICATE-----/)
})

it('the user agent links to the page that the operator names, and to no made-up one', () => {
  const agent = (environment: Readonly<Record<string, string>>) => userAgentOf(readConfig(environment))
  expect(agent({})).toBe(`Newsloom/${version}`)
  expect(agent({ NEWSLOOM_BOT_URL: 'https://news.example.org/bot' })).toBe(
    `Newsloom/${version} (+https://news.example.org/bot)`,
  )
  expect(
    agent({ NEWSLOOM_USER_AGENT: 'Mine/1 (me@example.org)', NEWSLOOM_BOT_URL: 'https://a.example' }),
  ).toBe('Mine/1 (me@example.org)')
  expect(() => agent({ NEWSLOOM_BOT_URL: 'news.example.org/bot' })).toThrow(
    'NEWSLOOM_BOT_URL is "news.example.org/bot", not an address that starts with https:// or http://',
  )
})
