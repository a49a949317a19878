import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { enqueueUrls } from '../../pipeline/sources/enqueue.ts'
import type { OpenDeps } from '../../runtime/deps.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { onlyForms } from '../access/forms.ts'
import type { OperatorGate } from '../access/operator.ts'
import { needsToken, problem } from '../problem.ts'
import { bodies, sentenceOf } from './parameters.ts'

/** Enough for the largest number of addresses of a request, each of the largest length. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

/** `POST /enqueue`: addresses of articles to fetch, for operators. Mount it below `/api/v1`. */
export function enqueueRoute(deps: Pick<OpenDeps, 'pool' | 'http'>, operator: OperatorGate): Hono {
  const app = new Hono()
  app.post('/enqueue', onlyForms, bodyLimit({ maxSize: MAX_BODY_BYTES }), async (c) => {
    if (!operator.isOperator(c)) return needsToken(c)
    const body = bodies.EnqueueRequest.safeParse(await jsonOf(c))
    if (!body.success) return problem(c, 400, 'bad_request', sentenceOf(body.error, 'body'))
    const { urls, ...options } = body.data
    const { articleIds, ...report } = await enqueueUrls(deps, urls, options)
    await recordAction(deps.pool, operator.madeBy(c), 'article.enqueue', null, {
      new: report.new,
      known: report.known,
      refused: report.refused.length,
    })
    return c.json({ ...report, article_ids: articleIds }, 202)
  })
  return app
}

/** The body as JSON; undefined where it is not JSON. */
async function jsonOf(c: Context): Promise<unknown> {
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
