import { StoreTroubleError } from '../../objects/types.ts'
import { textIn } from './xml.ts'

/** The meaning of an S3 error code for the person who configured this. */
const WORDS: Readonly<Record<string, string>> = {
  AccessDenied:
    'it forbids it: these credentials need s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on the bucket',
  AllAccessDisabled: 'it forbids it: all access to the bucket is turned off',
  InvalidAccessKeyId: 'it does not know the key in AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'AWS_SECRET_ACCESS_KEY is not the secret of the key in AWS_ACCESS_KEY_ID',
  ExpiredToken: 'AWS_SESSION_TOKEN has expired',
  InvalidToken: 'it does not take AWS_SESSION_TOKEN',
  NoSuchBucket: 'it has no bucket of that name',
  RequestTimeTooSkewed: 'the clock of this machine or of the server is wrong by minutes',
}

/**
 * The meaning of an answer without a 2xx status: an object that does not exist, or trouble.
 *
 * @param region the region for which requests are signed
 */
export function troubleOfAnswer(
  status: number,
  headers: Readonly<Record<string, unknown>>,
  body: Uint8Array,
  region: string,
): 'missing' | StoreTroubleError {
  const xml = Buffer.from(body.subarray(0, 10_000)).toString('utf8')
  const code = textIn(xml, 'Code')[0] ?? ''
  // A bucket that does not exist is reported by its code; some servers answer 404 without a code for an object.
  if (status === 404 && code !== 'NoSuchBucket') return 'missing'
  const named = textIn(xml, 'Region')[0] ?? headers['x-amz-bucket-region']
  if (typeof named === 'string' && named !== region && (status === 301 || status === 307 || status === 400))
    return new StoreTroubleError(`the bucket is in the region ${named}: say region=${named}`)
  const words = WORDS[code] ?? (status === 403 ? WORDS.AccessDenied! : undefined)
  return new StoreTroubleError(words ?? `it answers ${status}${code ? ` (${code})` : ''}`)
}
