import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { except } from 'hono/combine'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import { HTTPException } from 'hono/http-exception'
import { queueNames } from '../pipeline/stages.ts'
import { facetsOf } from '../queries/facets.ts'
import { type FrontStories, frontStories } from '../queries/front.ts'
import type { OpenDeps } from '../runtime/deps.ts'
import { listenError } from '../runtime/process/listening.ts'
import { hasOperators, operatorById, operatorByToken } from '../store/operations/operators.ts'
import { askAgain, guardHeaders, sameSite } from './access/headers.ts'
import { onlyOwnHosts } from './access/host-names.ts'
import { unknownParameters } from './access/known-queries.ts'
import { wrongMethod } from './access/methods.ts'
import { createOperatorGate } from './access/operator.ts'
import { defaultLimits, type Limits, rateLimit } from './access/rate-limit.ts'
import { refuseUnreadable } from './access/unreadable.ts'
import { createWrongTries } from './access/wrong-tries.ts'
import { registerActions } from './actions.ts'
import { apiRoutes } from './api/routes.ts'
import { serveAssets } from './assets.ts'
import { mountBoard } from './board.ts'
import { type Page, remembered, rememberedBy, type Web } from './context.ts'
import { createPipelineHub, lookAtPipeline, pipelineEvents } from './live.ts'
import { apiReferencePage } from './pages/api-reference.ts'
import { articlePageView } from './pages/article.ts'
import { badAddress, failed, notFound } from './pages/errors.ts'
import { frontPage } from './pages/front.ts'
import { openSearch } from './pages/open-search.ts'
import { operatorPage } from './pages/operator.ts'
import { pipelinePage } from './pages/pipeline.ts'
import { rawDocument } from './pages/raw.ts'
import { searchPage } from './pages/search.ts'
import { sourcesPage } from './pages/sources.ts'
import { storyPage } from './pages/story.ts'
import { uncertainPage } from './pages/uncertain.ts'
import { refusalOf } from './problem.ts'

export interface WebServer {
  readonly url: string
  close(): Promise<void>
}

export interface WebOptions {
  readonly limits?: Limits
}

const FACETS_MS = 60_000
const FRONT_MS = 5_000

/** Every page: its address, and the function that makes it. */
const pages = {
  '/': frontPage,
  '/story/:id{[0-9]{1,15}}': storyPage,
  '/article/:id{[0-9]{1,15}}': articlePageView,
  '/sources': sourcesPage,
  '/pipeline': pipelinePage,
  '/search': searchPage,
  '/operator': (c: Context, web: Web) => operatorPage(c, web),
  '/uncertain': uncertainPage,
  '/opensearch.xml': openSearch,
  '/api': apiReferencePage,
} satisfies Record<string, Page>

/** The app that answers requests: it is served, and tests call it directly. */
export function createApp(
  deps: OpenDeps,
  options: WebOptions = {},
): { readonly app: Hono; readonly web: Web } {
  const { trustedProxies, hostNames } = deps.config
  const limits = options.limits ?? defaultLimits
  const web: Web = {
    deps,
    operator: createOperatorGate({
      token: deps.config.operatorToken,
      registry: {
        byToken: (hash) => operatorByToken(deps.pool, hash),
        byId: (id) => operatorById(deps.pool, id),
        some: () => hasOperators(deps.pool),
      },
      wrongTries: createWrongTries(limits.wrongTokens, deps.now),
      trustedProxies,
      now: deps.now,
      onWrong: (facts) => {
        deps.log.warn(facts, 'wrong operator token')
        deps.meter?.wrongToken(facts.sent_as)
      },
    }),
    facets: remembered(
      FACETS_MS,
      () => deps.now().getTime(),
      () => facetsOf(deps.readPool),
    ),
    front: frontOf(deps),
    hub: createPipelineHub(() => lookAtPipeline(deps, queueNames), deps.now),
  }
  // Operators see what they have just changed; everybody else may be served by a standby.
  const forReaders: Web = { ...web, deps: { ...deps, pool: deps.readPool } }
  const webFor = (c: Context) => (web.operator.isOperator(c) ? web : forReaders)
  const app = new Hono()
  app.use(guardHeaders)
  app.use(askAgain)
  app.use(compress({ encoding: 'gzip' }))
  // A stream of events does not end, so no entity tag can be made of it.
  app.use(except('/pipeline/events', etag({ weak: true })))
  app.use(onlyOwnHosts(hostNames))
  app.use(refuseUnreadable)
  serveAssets(app)
  app.use(rateLimit(limits, trustedProxies, deps.now))
  app.use(web.operator.identify)
  // Before the client is identified: a page that does not exist is refused to everybody.
  app.use(async (c, next) => wrongMethod(app, c) ?? next())
  app.use(sameSite)
  app.get('/pipeline/events', (c) => pipelineEvents(c, web.hub))
  app.route('/api/v1', apiRoutes(deps, web.operator))
  for (const [path, make] of Object.entries(pages))
    app.get(path, (c) => {
      const unknown = unknownParameters(c, path)
      return unknown.length ? badAddress(c, web, unknown) : make(c, webFor(c))
    })
  app.get('/article/:id{[0-9]{1,15}}/raw', web.operator.only, (c) => rawDocument(c, web))
  registerActions(app, web)
  app.use('/queues', web.operator.only)
  app.use('/queues/*', web.operator.only)
  app.get('/queues/', (c) => c.redirect('/queues', 301))
  mountBoard(app, deps.queues)
  app.notFound((c) => notFound(c, web))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return refusalOf(c, error)
    deps.log.error({ err: error, path: c.req.path }, 'page failed')
    return failed(c, web)
  })
  return { app, web }
}

/** The cache of the front page. Windows that end within the same five seconds share an entry. */
function frontOf(deps: OpenDeps): Web['front'] {
  const known = rememberedBy<FrontStories>(FRONT_MS, 200, () => deps.now().getTime())
  return (filter) => {
    const { from, until, ...rest } = filter
    const key = JSON.stringify([
      rest,
      until.getTime() - from.getTime(),
      Math.floor(until.getTime() / FRONT_MS),
    ])
    return known(key, () => frontStories(deps.readPool, filter))
  }
}

/** Serves the pages on the configured address. @throws when the port is taken, with what to do */
export async function startWeb(deps: OpenDeps, options: WebOptions = {}): Promise<WebServer> {
  const { app, web } = createApp(deps, options)
  const { host, port } = deps.config
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) =>
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`,
        close: () =>
          new Promise((done) => {
            web.hub.close()
            server.close(() => done())
            // Browsers keep idle connections open: do not wait for them.
            if ('closeAllConnections' in server)
              setTimeout(() => server.closeAllConnections(), CLOSE_MS).unref()
          }),
      }),
    )
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(listenError(error, host, port, 'NEWSLOOM_PORT')),
    )
  })
}

const CLOSE_MS = 500
