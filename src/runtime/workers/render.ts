import { openRenderer } from '../../adapters/render/browser.ts'
import { serveRenderer } from '../../adapters/render/service.ts'
import { readConfig } from '../config.ts'
import { ownServices } from '../own-services.ts'
import { listenError } from '../process/listening.ts'
import { createLogger } from '../process/logger.ts'
import { resourceStack } from '../process/resource-stack.ts'
import { runUntilSignal } from '../process/shutdown.ts'

/** Concurrent pages: each needs a hundred megabytes and most of a core. */
const AT_ONCE = 2

/**
 * The whole life of a rendering service: it needs a browser, but neither database nor queue. Its pages may reach the same
 * addresses as a fetch, with the same settings, and none of Newsloom's own services.
 *
 * @throws when it cannot start: playwright-core or the browser is missing, the port is taken
 */
export async function runRenderProcess(
  interruption: AbortSignal | undefined,
  atOnce = AT_ONCE,
): Promise<void> {
  const config = readConfig()
  const { allowPorts, allowPrivate, host, renderPort } = config
  const log = createLogger(config.logLevel ?? 'info')
  const opened = resourceStack()
  try {
    const deny = ownServices(
      [config.databaseUrl, config.redisUrl, config.renderUrl],
      [config.port, config.healthPort, renderPort],
    )
    const renderer = opened.add(
      'browser',
      await openRenderer({ browserPath: config.browser, policy: { allowPorts, allowPrivate, deny } }),
      (it) => it.close(),
    )
    const server = opened.add(
      'service',
      await serveRenderer(renderer, {
        host,
        port: renderPort,
        atOnce,
        onPage: ({ url, outcome, ms }) => log.info({ url, outcome, ms }, 'page'),
      }).catch((error: NodeJS.ErrnoException) => {
        throw listenError(error, host, renderPort, 'NEWSLOOM_RENDER_PORT')
      }),
      (it) => it.close(),
    )
    const stopped = runUntilSignal(log, (_, closing) => opened.close(closing), interruption)
    log.info({ workers: ['render'], url: server.url }, 'started')
    await stopped
  } finally {
    await opened.close()
  }
}
