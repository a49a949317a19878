import { userInfo } from 'node:os'

/** Who runs this command, as it is recorded with what it changes: `cli:ACCOUNT`. */
export function madeByCli(): string {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container may run under an id that has no name.
    return `cli:uid-${process.getuid?.() ?? 'unknown'}`
  }
}
