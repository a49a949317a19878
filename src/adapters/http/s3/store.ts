import type { S3Address } from '../../objects/address.ts'
import { type ObjectStore, StoreTroubleError } from '../../objects/types.ts'
import { openRequests, type S3Connection, type S3Credentials } from './requests.ts'
import { textIn } from './xml.ts'

export interface S3Options extends Pick<S3Connection, 'certificates' | 'proxy'> {
  readonly credentials: S3Credentials
  /** Where the address names none. */
  readonly region: string | undefined
}

const MOST_LISTED = 1_000

/** Objects in a bucket of an S3-compatible server: uses only four requests of its API. */
export function openS3(address: S3Address, { credentials, region, ...connecting }: S3Options): ObjectStore {
  const { bucket, prefix, endpoint, pathStyle } = address
  const base = new URL(endpoint)
  if (pathStyle) base.pathname = `${base.pathname.replace(/\/$/, '')}/${bucket}`
  else base.hostname = `${bucket}.${base.hostname}`
  const requests = openRequests({
    ...connecting,
    base,
    credentials,
    region: address.region ?? region ?? 'us-east-1',
  })
  return {
    place: `the bucket ${bucket}${prefix && ` (${prefix})`} at ${endpoint.host}`,
    async put(name, body) {
      const answer = await requests.send({ method: 'PUT', key: prefix + name, body })
      if (!answer) throw new StoreTroubleError('it answers 404 to what is put there')
    },
    get: (name) => requests.send({ method: 'GET', key: prefix + name }),
    async remove(name) {
      await requests.send({ method: 'DELETE', key: prefix + name })
    },
    async list(after, most) {
      const answer = await requests.send({
        method: 'GET',
        key: '',
        query: {
          'list-type': '2',
          'max-keys': String(Math.min(most, MOST_LISTED)),
          ...(prefix ? { prefix } : {}),
          ...(prefix + after ? { 'start-after': prefix + after } : {}),
        },
      })
      if (!answer) throw new StoreTroubleError('it answers 404 to a list of the bucket')
      return textIn(Buffer.from(answer).toString('utf8'), 'Key').map((key) => key.slice(prefix.length))
    },
    close: () => requests.close(),
  }
}
