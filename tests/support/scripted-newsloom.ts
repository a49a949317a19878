import { afterEach, beforeEach } from 'vitest'
import { hostOf, urlKey } from '../../src/core/fetching/url.ts'
import { ensureHosts } from '../../src/store/articles/articles.ts'
import { addFeed } from '../../src/store/sources/feeds.ts'
import { openNewsloom, type TestNewsloom } from './newsloom.ts'
import { type ScriptedServer, startScriptedServer } from './servers/scripted-server.ts'

interface ScriptedNewsloom {
  readonly server: ScriptedServer
  /** Has a database of its own, and may fetch from the server without delay. */
  readonly deps: TestNewsloom
}

/**
 * Opens a scripted server and a Newsloom before each test of the file, and closes both after it.
 *
 * @param give gets them before each test
 */
export function openForEachTest(give: (opened: ScriptedNewsloom) => void): void {
  const closers: (() => Promise<void>)[] = []
  beforeEach(async () => {
    const server = await startScriptedServer()
    closers.push(() => server.close())
    const settings = { allowPrivate: true, allowPorts: [server.port], minDelayMs: 0 }
    const deps = await openNewsloom('postgres', settings)
    closers.push(() => deps.close())
    give({ server, deps })
  })
  afterEach(async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  })
}

/** Stores an active feed at a path of the server. @returns its id */
export async function feedAt(
  { server, deps }: ScriptedNewsloom,
  path: string,
  outletId: number | null = null,
): Promise<number> {
  const url = server.url + path
  const host = hostOf(url)!
  await ensureHosts(deps.pool, [host])
  const feed = { url, urlKey: urlKey(url)!, host, kind: 'feed', outletId, title: null, active: true } as const
  return (await addFeed(deps.pool, feed)).id
}
