import { type Config, ConfigError, readConfig } from '../runtime/config.ts'
import { UsageError } from './errors.ts'

/** The configuration for a command. @throws UsageError naming every wrong value */
export function commandConfig(): Config {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message)
    throw error
  }
}
