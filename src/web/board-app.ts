import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { HonoAdapter } from '@bull-board/hono'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { QueueSet } from '../adapters/queue/queues.ts'
import { queueNames } from '../pipeline/stages.ts'

/** Pages load nothing from other servers. bull-board asks for fonts that it does not need. */
const ELSEWHERE = /<link[^>]+https:\/\/fonts\.googleapis\.com[^>]*>/g

/** bull-board as an app, at /queues. */
export function createBoard(queues: QueueSet): Hono {
  const adapter = new HonoAdapter(serveStatic)
  adapter.setBasePath('/queues')
  createBullBoard({
    queues: queues.bullQueues(queueNames).map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Newsloom queues' } },
  })
  const app = new Hono()
  app.use('/queues/*', async (c, next) => {
    await next()
    if (!c.res.headers.get('content-type')?.startsWith('text/html')) return
    const markup = (await c.res.text()).replace(ELSEWHERE, '')
    c.res = new Response(markup, { status: c.res.status, headers: c.res.headers })
    c.res.headers.delete('content-length')
  })
  app.route('/queues', adapter.registerPlugin())
  return app
}
