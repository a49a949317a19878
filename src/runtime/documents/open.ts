import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { trustedCertificates } from '../../adapters/http/certificates.ts'
import { parseDocumentsAddress, type S3Address } from '../../adapters/objects/address.ts'
import { openFolder } from '../../adapters/objects/folder.ts'
import { type ObjectStore, REQUEST_MS, StoreTroubleError } from '../../adapters/objects/types.ts'
import type { Queryable } from '../../adapters/postgres/sql.ts'
import type { Log } from '../../pipeline/deps.ts'
import { createAvailability } from '../../pipeline/documents/availability.ts'
import {
  type DocumentStore,
  documentsElsewhere,
  documentsInPostgres,
} from '../../pipeline/documents/document-store.ts'
import { hasObjects, installationId } from '../../store/documents/objects.ts'
import { type Config, ConfigError } from '../config.ts'

/** The installation to which a store belongs. Copied with the documents when they move. */
const MARKER = 'newsloom-documents.json'
/** How long a job waits for a store that is unavailable: shorter than the lease of its host. */
const PATIENCE_MS = 45_000

/**
 * Opens the place of the documents that the settings name.
 *
 * @param check whether to test that it can be used and belongs to this installation: for workers, and commands that store
 * documents
 * @throws Error in one sentence that says what is wrong with the place, within 10 s
 */
export async function openDocuments(
  config: Config,
  db: Queryable,
  log: Log,
  check: boolean,
): Promise<DocumentStore> {
  if (config.documentsUrl === undefined) {
    if (check && (await hasObjects(db)))
      throw new ConfigError(
        'documents of this database are kept outside of it: name the place in NEWSLOOM_DOCUMENTS_URL (with ?write=false, what is new goes into Postgres)',
      )
    return documentsInPostgres()
  }
  const address = parseDocumentsAddress(config.documentsUrl)
  const store = address.kind === 'folder' ? openFolder(address.path) : await openBucket(address, config)
  const probe = () => (address.write ? tryWriting(store) : store.get(MARKER).then(() => {}))
  const availability = createAvailability({
    probe,
    patienceMs: PATIENCE_MS,
    onAway: (why) =>
      log.warn({ stage: 'documents' }, `cannot use ${store.place}: ${why}; what needs it waits`),
    onBack: (ms) =>
      log.info({ stage: 'documents' }, `${store.place} can be used again, after ${Math.ceil(ms / 1000)} s`),
  })
  if (check)
    try {
      await within(REQUEST_MS, ensureOwn(store, db, address.write).then(probe))
    } catch (error) {
      availability.close()
      await store.close()
      if (!(error instanceof StoreTroubleError)) throw error
      throw new Error(`NEWSLOOM_DOCUMENTS_URL names ${store.place}, which cannot be used: ${error.message}`, {
        cause: error,
      })
    }
  return documentsElsewhere(db, { store, availability, write: address.write })
}

async function openBucket(address: S3Address, config: Config): Promise<ObjectStore> {
  const { awsAccessKeyId, awsSecretAccessKey, awsSessionToken, awsRegion } = config
  if (!awsAccessKeyId || !awsSecretAccessKey)
    throw new ConfigError(
      'NEWSLOOM_DOCUMENTS_URL names a bucket: its credentials belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    )
  // The client is loaded only where documents are in a bucket.
  const { openS3 } = await import('../../adapters/http/s3/store.ts')
  return openS3(address, {
    credentials: {
      accessKeyId: awsAccessKeyId,
      secretAccessKey: awsSecretAccessKey,
      sessionToken: awsSessionToken,
    },
    region: awsRegion,
    certificates: config.caFile === undefined ? undefined : trustedCertificates(config.caFile),
    proxy: { http: config.httpProxy, https: config.httpsProxy, except: config.noProxy },
  })
}

/**
 * Two installations in one place would delete each other's documents, and an empty folder where a volume should be mounted
 * would receive documents that belong on the volume.
 *
 * @throws StoreTroubleError
 */
async function ensureOwn(store: ObjectStore, db: Queryable, write: boolean): Promise<void> {
  const id = await installationId(db)
  const marker = await store.get(MARKER)
  if (marker) {
    if (installationIn(marker) === id) return
    throw new StoreTroubleError(
      `it holds the documents of another Newsloom (${MARKER}): name another folder or prefix`,
    )
  }
  if (await hasObjects(db))
    throw new StoreTroubleError(
      `documents are stored already, and ${MARKER} is not there: is it the right one, and mounted?`,
    )
  if (write) await store.put(MARKER, Buffer.from(`${JSON.stringify({ installation: id })}\n`))
}

function installationIn(marker: Uint8Array): unknown {
  try {
    return (JSON.parse(Buffer.from(marker).toString('utf8')) as { installation?: unknown }).installation
  } catch {
    // Not a file of ours: it names no installation.
    return undefined
  }
}

/** There may be rights and space only for reading. */
async function tryWriting(store: ObjectStore): Promise<void> {
  const name = `newsloom-probe-${randomBytes(6).toString('hex')}`
  await store.put(name, Buffer.from('Newsloom looks whether it can write here.\n'))
  await store.remove(name)
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController()
  const late = sleep(ms, undefined, { signal: done.signal }).then(() => {
    throw new StoreTroubleError(`it does not answer within ${ms / 1000} s`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    done.abort()
    late.catch(() => {})
    work.catch(() => {})
  }
}
