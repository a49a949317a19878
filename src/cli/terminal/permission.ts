import { userInfo } from 'node:os'

const DENIED = new Set(['EACCES', 'EPERM', 'EROFS'])

/**
 * A file or folder that may not be opened, as a sentence that names it and what helps.
 *
 * @returns undefined for an error of another kind
 */
export function permissionSentence(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, path, syscall } = at as NodeJS.ErrnoException
    if (!code || !DENIED.has(code) || !path) continue
    if (code === 'EROFS')
      return `cannot change ${path}: its file system is read-only; choose another folder (NEWSLOOM_HOME for the program's own files)`
    return `${account()} may not ${verbOf(syscall)} ${path}: give this account the right to (chown, chmod), run as the account that owns it, or choose another place (NEWSLOOM_HOME for the program's own files)`
  }
  return undefined
}

const verbs: Readonly<Record<string, string>> = {
  mkdir: 'make the folder',
  mkdtemp: 'make a folder in',
  open: 'open',
  scandir: 'read the folder',
  opendir: 'read the folder',
  unlink: 'delete',
  rmdir: 'delete the folder',
  rm: 'delete',
  rename: 'rename',
  chmod: 'change the rights of',
  chown: 'change the owner of',
  spawn: 'run',
}
const verbOf = (syscall: string | undefined): string => verbs[syscall?.split(' ')[0] ?? ''] ?? 'use'

function account(): string {
  try {
    return `the account "${userInfo().username}"`
  } catch {
    // A container may run under an id that has no name.
    return 'this account'
  }
}
