import { S3_BUCKET, S3_ENV } from '../servers/s3.ts'
import type { SettingsServers } from './servers.ts'
import { at, type WrongSetting } from './wrong-setting.ts'

const documents = (
  what: string,
  url: (servers: SettingsServers) => string,
  sentence: RegExp,
  more: Readonly<Record<string, string>> = S3_ENV,
): WrongSetting => ({
  what,
  env: (servers) => ({ NEWSLOOM_DOCUMENTS_URL: url(servers), ...more }),
  sentence,
})

/** Places for documents with which no worker can work, each with what must be said of it. */
export const wrongDocuments: readonly WrongSetting[] = [
  // What an address says of itself.
  documents(
    'documents at an unknown scheme',
    () => 'gs://bucket',
    /DOCUMENTS_URL is not.*file:\/\/\/folder or s3:/,
  ),
  documents('a key in the address of documents', () => 's3://KEY:hush@bucket', /belong in AWS_ACCESS_KEY_ID/),
  documents('a bucket without a key', () => 's3://bucket', /credentials belong in AWS_ACCESS_KEY_ID/, {}),

  // A folder.
  documents(
    'a folder for documents that is not there',
    () => 'file:///no-such-folder',
    /it is not there: make it, or mount/,
  ),
  documents('a file for documents', ({ caFile }) => `file://${caFile}`, /it is not a folder/),
  documents(
    'a folder that takes no documents',
    () => 'file:///proc',
    /the folder \/proc, which cannot be used: /,
  ),

  // A bucket.
  documents(
    'a bucket on an unknown host',
    () => 's3://bucket?endpoint=http://no-such-host.invalid',
    /no host of that name|cannot be looked up/,
  ),
  documents(
    'a bucket on a port where nothing listens',
    ({ freePort }) => `s3://bucket?endpoint=http://${at(freePort)}`,
    /nothing listens on that port/,
  ),
  documents(
    'a bucket on a server that says nothing',
    ({ silent }) => `s3://bucket?endpoint=http://${at(silent)}`,
    /does not answer within 10 s/,
  ),
  documents(
    'a bucket on a server without TLS',
    ({ bucket }) => `s3://bucket?endpoint=${bucket.endpoint.replace('http:', 'https:')}`,
    /does not speak TLS on that port/,
  ),
  documents(
    'a bucket that is not there',
    ({ bucket }) => bucket.url().replace(S3_BUCKET, 'another'),
    /no bucket of that name/,
  ),
  documents(
    'a bucket in another region',
    ({ bucket }) => bucket.url().replace(/&region=[^&]*/, '&region=eu-other-1'),
    /is in the region eu-test-1: say region=eu-test-1/,
  ),
  documents(
    'an unknown key for a bucket',
    ({ bucket }) => bucket.url(),
    /does not know the key in AWS_ACCESS_KEY_ID/,
    {
      ...S3_ENV,
      AWS_ACCESS_KEY_ID: 'AKIDNONE',
    },
  ),
  documents(
    'a wrong secret for a bucket',
    ({ bucket }) => bucket.url(),
    /AWS_SECRET_ACCESS_KEY is not the secret/,
    {
      ...S3_ENV,
      AWS_SECRET_ACCESS_KEY: 'hush',
    },
  ),
  documents(
    'a bucket that forbids it',
    ({ forbidding }) => forbidding.url(),
    /it forbids it: these credentials need s3:GetObject, s3:PutObject/,
  ),
  documents(
    'a bucket of another Newsloom',
    ({ foreign }) => foreign.url(),
    /holds the documents of another Newsloom/,
  ),
]
