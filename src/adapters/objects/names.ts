import { createHash } from 'node:crypto'

/**
 * Documents are stored under the SHA-256 of their packed bytes, in two levels of folders: `ab/cd/abcd…`. The same in a
 * folder and in a bucket, so that one can be copied to the other with any tool.
 */
export const nameOfHash = (hash: string): string => `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`

/** @returns undefined for a name that is not the name of a document */
export function hashOfName(name: string): string | undefined {
  const hash = name.slice(6)
  return /^[0-9a-f]{64}$/.test(hash) && nameOfHash(hash) === name ? hash : undefined
}

/** In hexadecimal digits. */
export const hashOfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
