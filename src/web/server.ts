import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { OpenDeps } from '../runtime/deps.ts'
import { listStories, readStory } from '../store/reading.ts'

export interface Web {
  readonly url: string
  close(): Promise<void>
}

/** Serves the pages on the configured address. @throws when the port is taken, with what to do */
export async function startWeb(deps: OpenDeps): Promise<Web> {
  const app = new Hono()
  app.get('/', async (c) => {
    const stories = await listStories(deps.pool, { since: null, minOutlets: 1, limit: 100 })
    return c.html(
      page(
        'Stories',
        html`<ol>${stories.map((s) => html`<li><a href="/story/${s.story_id}">${s.title}</a> (${s.outlet_count} outlets: ${s.outlets.join(', ')})</li>`)}</ol>`,
      ),
    )
  })
  app.get('/story/:id{[0-9]+}', async (c) => {
    const found = await readStory(deps.pool, Number(c.req.param('id')))
    if (!found) return c.notFound()
    return c.html(
      page(
        found.story.title ?? 'Story',
        html`<ol>${found.articles.map((a) => html`<li>${a.outlet}: ${a.title}</li>`)}</ol>`,
      ),
    )
  })
  const { host, port } = deps.config
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) =>
      resolve({
        url: `http://${host}:${address.port}/`,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
          }),
      }),
    )
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `port ${port} on ${host} is taken: set NEWSLOOM_PORT to another, or to 0 for any free one`,
            )
          : error,
      ),
    )
  })
}

function page(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} · Newsloom</title><h1>${title}</h1>${body}</html>`
}
