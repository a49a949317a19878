import type { Hono } from 'hono'
import type { QueueSet } from '../adapters/queue/queues.ts'

/** bull-board at /queues. The caller admits operators only. It is loaded at the first request. */
export function mountBoard(app: Hono, queues: QueueSet): void {
  let board: Promise<Hono> | undefined
  const open = () => {
    board ??= import('./board-app.ts').then(({ createBoard }) => createBoard(queues))
    return board
  }
  for (const path of ['/queues', '/queues/*']) app.all(path, async (c) => (await open()).fetch(c.req.raw))
}
