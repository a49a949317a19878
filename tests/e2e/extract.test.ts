import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { newsloom, temporaryFolder } from '../support/cli.ts'
import { startScriptedServer } from '../support/servers/scripted-server.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const env = { NEWSLOOM_HOME: join(folder.path, 'home') }
const page = `<!doctype html><html lang="en"><head><title>The bridge is open</title></head><body><nav>Home</nav><article>
  <h1>The bridge is open</h1><p>The new bridge over the <em>river</em> was opened on Monday, after four years of work.</p>
  <p>It cost 40 million crowns, twice what the town had planned, the mayor said to reporters.</p></article></body></html>`

describe('newsloom extract', () => {
  it('prints the article of stdin as text', async () => {
    const { code, stdout } = await newsloom(['extract', '-'], { stdin: page, env })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^The bridge is open\n\nThe new bridge over the river was opened[\s\S]*to reporters\.\n$/,
    )
    expect(stdout).not.toContain('Home')
  })

  it.each([
    ['markdown', /^# The bridge is open\n\nThe new bridge over the \*river\* was/],
    ['html', /^<p>The new bridge over the <em>river<\/em>/],
    ['json', /"title": "The bridge is open"/],
  ])('prints a packed file as %s', async (format, says) => {
    const file = join(folder.path, 'page.html.gz')
    writeFileSync(file, gzipSync(page))
    const { code, stdout } = await newsloom(['extract', file, '--format', format], { env })
    expect(stdout).toMatch(says)
    expect(code).toBe(0)
  })

  it('fetches an address, and says what it answered where that is no page', async () => {
    const server = await startScriptedServer()
    server.set('/bridge', { headers: { 'content-type': 'text/html' }, body: page })
    const open = { ...env, NEWSLOOM_ALLOW_PRIVATE: 'true', NEWSLOOM_ALLOW_PORTS: String(server.port) }
    try {
      const { code, stdout } = await newsloom(['extract', `${server.url}/bridge`, '--json'], { env: open })
      expect([code, JSON.parse(stdout).title]).toEqual([0, 'The bridge is open'])
      const gone = await newsloom(['extract', `${server.url}/none`], { env: open })
      expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('answered 404')])
    } finally {
      await server.close()
    }
  })

  it.each([
    ['a file that is not there', ['extract', join(folder.path, 'none.html')], 1, /cannot read .*none\.html/],
    ['a format that there is not', ['extract', '-', '--format', 'pdf'], 2, /pdf/],
    ['an outlet that does not ship', ['extract', '-', '--outlet', 'nobody'], 1, /no outlet "nobody"/],
    [
      'an address into the own network',
      ['extract', 'http://127.0.0.1:1/'],
      1,
      /cannot fetch http:\/\/127\.0\.0\.1/,
    ],
  ])('%s gets one sentence', async (_, args, exit, says) => {
    const { code, stdout, stderr } = await newsloom(args as string[], { stdin: page, env })
    expect(code).toBe(exit)
    expect(stdout).toBe('')
    expect(stderr).toMatch(says as RegExp)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('a page that is no article ends with 1 and its reason, and is shown as JSON all the same', async () => {
    const stdin = '<html><body><form><input name="q"></form></body></html>'
    const text = await newsloom(['extract', '-'], { stdin, env })
    expect([text.code, text.stdout]).toEqual([1, ''])
    expect(text.stderr).toContain('is not an article')
    const json = await newsloom(['extract', '-', '--json'], { stdin, env })
    expect(json.code).toBe(0)
    expect(JSON.parse(json.stdout).kind).toBe('not_article')
  })
})
