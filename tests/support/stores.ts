import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '../../src/runtime/config.ts'
import { temporaryFolder } from './cli.ts'
import { S3_ENV, S3_KEYS, S3_PREFIX, startS3 } from './servers/s3.ts'

/** A place for documents outside of the database, with what a test does to it behind the program's back. */
export interface TestStore {
  /** What `openNewsloom` takes. */
  readonly settings: Partial<Config>
  /** The same for a child process. */
  readonly env: Readonly<Record<string, string>>
  /** The names of all objects, in order; without the marker. */
  names(): string[]
  remove(name: string): void
  put(name: string, text: string): void
  /** From now on it cannot be used, … */
  goAway(): void
  /** … and now it can again. */
  comeBack(): void
  close(): Promise<void>
}

export const MARKER = 'newsloom-documents.json'

function folderStore(): TestStore {
  const folder = temporaryFolder()
  const path = join(folder.path, 'documents')
  const away = join(folder.path, 'away')
  mkdirSync(path)
  const url = pathToFileURL(path).href
  return {
    settings: { documentsUrl: url },
    env: { NEWSLOOM_DOCUMENTS_URL: url },
    names: () =>
      readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
        .filter((name) => name !== MARKER && !name.includes('.new-'))
        .sort(),
    remove: (name) => rmSync(join(path, name)),
    put(name, text) {
      mkdirSync(join(path, name, '..'), { recursive: true })
      writeFileSync(join(path, name), text)
    },
    goAway() {
      renameSync(path, away)
      writeFileSync(path, 'no folder')
    },
    comeBack() {
      rmSync(path)
      renameSync(away, path)
    },
    close: async () => folder.remove(),
  }
}

export async function bucketStore(): Promise<TestStore> {
  const server = await startS3()
  const documentsUrl = server.url()
  return {
    settings: { documentsUrl, ...S3_KEYS },
    env: { NEWSLOOM_DOCUMENTS_URL: documentsUrl, ...S3_ENV },
    names: () =>
      [...server.objects.keys()]
        .map((key) => key.slice(S3_PREFIX.length))
        .filter((name) => name !== MARKER)
        .sort(),
    remove: (name) => void server.objects.delete(S3_PREFIX + name),
    put: (name, text) => void server.objects.set(S3_PREFIX + name, Buffer.from(text)),
    goAway() {
      server.trouble = { status: 503, code: 'ServiceUnavailable' }
    },
    comeBack() {
      server.trouble = null
    },
    close: () => server.close(),
  }
}

export const testStores: readonly (readonly [string, () => Promise<TestStore>])[] = [
  ['a folder', async () => folderStore()],
  ['an S3-compatible server', bucketStore],
]
