import type { SettingsServers } from './servers.ts'

/** A setting with which no worker can work. `hush` is part of each password in one. */
export interface WrongSetting {
  readonly what: string
  /** What is set beside a DATABASE_URL that works. */
  readonly env: (servers: SettingsServers) => Readonly<Record<string, string>>
  readonly sentence: RegExp
  /** The program that this machine lacks for it. */
  readonly missing?: () => string | false
}

/** This machine, with a port. */
export const at = (port: number | undefined) => `127.0.0.1:${port}`
