import type { SettingsServers } from './servers.ts'

/** A setting with which no worker can work. Every password in one contains `hush`, which no message may show. */
export interface WrongSetting {
  readonly what: string
  /** Environment variables in addition to a DATABASE_URL that works. */
  readonly env: (servers: SettingsServers) => Readonly<Record<string, string>>
  readonly sentence: RegExp
  /** The program that is needed for it and that this machine lacks. */
  readonly missing?: () => string | false
}

/** The address of this machine with a port. */
export const at = (port: number | undefined) => `127.0.0.1:${port}`
