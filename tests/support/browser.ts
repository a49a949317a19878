import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The browser of this machine, or undefined: tests that need one are then skipped, with a message. */
export const browserPath = (): string | undefined => places.find((path) => existsSync(path))

export interface TestBrowser {
  /** A new window with its own cookies, size and color scheme. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>
  close(): Promise<void>
}

/** Starts the browser with a temporary profile; it connects only to the pages that it is told to open. */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = browserPath()
  if (!executablePath)
    throw new Error(`there is no browser at ${places.join(', ')}: apt-get install chromium`)
  const profile = mkdtempSync(join(tmpdir(), 'newsloom-browser-'))
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
  return {
    context: (options = {}) => browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options }),
    async close() {
      await browser.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
