import { type Setting, settings } from './settings.ts'

/** The settings as `newsloom help config` prints them. */
export function describeConfig(): string {
  const all = Object.values(settings) as readonly Setting<unknown>[]
  const width = Math.max(...all.map(({ env }) => env.length))
  return all.map(({ env, about, fallback }) => `${env.padEnd(width)}  ${about}${shown(fallback)}`).join('\n')
}

/** The text of `.env.example`. */
export function envExample(): string {
  const all = Object.values(settings) as readonly Setting<unknown>[]
  return `${all.map(({ env, about, fallback }) => `# ${about}\n# ${env}=${fallback === undefined ? '' : String(fallback)}`).join('\n\n')}\n`
}

function shown(fallback: unknown): string {
  return fallback === undefined || (Array.isArray(fallback) && !fallback.length)
    ? ''
    : ` (default ${String(fallback)})`
}
