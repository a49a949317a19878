import { pgBouncerMissing } from '../servers/pgbouncer.ts'
import type { SettingsServers } from './servers.ts'
import { at, type WrongSetting } from './wrong-setting.ts'

const database = (
  what: string,
  url: (servers: SettingsServers) => string,
  sentence: RegExp,
): WrongSetting => ({
  what,
  env: (servers) => ({ DATABASE_URL: url(servers) }),
  sentence,
})

/** Settings of Postgres with which no worker can work, each with what the message must say. */
export const wrongDatabases: readonly WrongSetting[] = [
  // Faults in the text of the address.
  database(
    'an address of another database',
    () => 'mysql://a:hush@h/x',
    /DATABASE_URL is not.*postgres:\/\//,
  ),
  database(
    'a password with a character of addresses',
    () => 'postgres://a:hush#hush@h/x',
    /DATABASE_URL is not.*# as %23/,
  ),
  database(
    'an unknown sslmode',
    ({ postgres }) => `${postgres.url}?sslmode=always`,
    /sslmode is one of disable/,
  ),
  database(
    'an unknown target_session_attrs',
    ({ postgres }) => `${postgres.url}?target_session_attrs=writable`,
    /target_session_attrs is one of any/,
  ),
  database('a service file in the address', () => 'postgres://?service=news', /service files are not read/),
  {
    what: 'PGSERVICE',
    env: () => ({ PGSERVICE: 'news' }),
    sentence: /PGSERVICE and service files are not read/,
  },
  {
    what: 'too few connections',
    env: () => ({ NEWSLOOM_CONNECTIONS: '5' }),
    sentence: /NEWSLOOM_CONNECTIONS is 5, and a process with 1 worker.*needs 7 at least/,
  },

  // Faults on the way to the server.
  database(
    'an unknown host',
    () => 'postgres://a:hush@no-such-host.invalid/x',
    /no host of that name|cannot be looked up/,
  ),
  database(
    'a port where nothing listens',
    ({ freePort }) => `postgres://a:hush@${at(freePort)}/x`,
    /nothing listens/,
  ),
  database(
    'several hosts where nothing listens',
    ({ freePort }) => `postgres://a:hush@${at(freePort)},localhost:${freePort}/x`,
    /nothing listens.*nothing listens/,
  ),
  database(
    'a server that is no Postgres',
    ({ stranger }) => `postgres://a:hush@${at(stranger)}/x`,
    /closed the connection/,
  ),
  database(
    'a server that says nothing',
    ({ silent }) => `postgres://a:hush@${at(silent)}/x`,
    /answers nothing/,
  ),

  // TLS.
  database(
    'a server without TLS where TLS is wanted',
    ({ postgres }) => `${postgres.url}?sslmode=require`,
    /does not speak TLS/,
  ),
  database(
    'a certificate of an unknown CA',
    ({ tls }) => `${tls.url}?sslmode=verify-full`,
    /signed by a CA that this machine does not know: name the file of the CA by sslrootcert=FILE/,
  ),
  database(
    'a certificate of an unknown CA with sslmode=require',
    ({ tls }) => `${tls.url}?sslmode=require`,
    /signed by a CA that this machine does not know: name the file of the CA by sslrootcert=FILE/,
  ),
  database(
    'an sslrootcert that is not there',
    ({ tls }) => `${tls.url}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`,
    /sslrootcert \(\/nowhere\/ca\.pem\) is a file of certificates in PEM form: there is no such file/,
  ),
  database(
    'an sslrootcert that holds no certificate',
    ({ tls, noCertificate }) => `${tls.url}?sslmode=verify-full&sslrootcert=${noCertificate}`,
    /sslrootcert.*certificates in PEM form/,
  ),
  database(
    'a user who must come by TLS and does not',
    ({ tlsOnlyUrl }) => tlsOnlyUrl,
    /not in from here.*add \?sslmode=require to DATABASE_URL/,
  ),

  // Faults of the role and the database.
  database(
    'a wrong password',
    ({ roleUrl }) => roleUrl.replace(':hush', ':hushhush'),
    /refuses the password of the user "plain"/,
  ),
  database(
    'a missing password',
    ({ roleUrl }) => roleUrl.replace(':hush', ''),
    /wants a password.*PGPASSWORD/,
  ),
  database(
    'an unknown user',
    ({ roleUrl }) => roleUrl.replace('plain', 'nobody_here'),
    /refuses the password of the user "nobody_here"/,
  ),
  database(
    'a user without a connection left',
    ({ roleUrl }) => roleUrl.replace('plain', 'none_left'),
    /no connection left/,
  ),
  database(
    'an unknown database',
    ({ postgres }) => postgres.url.replace(/newsloom$/, 'nothing_here'),
    /no such database.*createdb/,
  ),
  database(
    'a database of another encoding',
    ({ postgres }) => postgres.url.replace(/newsloom$/, 'latin'),
    /has the encoding SQL_ASCII.*UTF8/,
  ),
  database(
    'a database that only reads',
    ({ postgres }) => postgres.url.replace(/newsloom$/, 'fixed'),
    /only read.*set default_transaction_read_only = off/,
  ),
  {
    what: 'a pooler in transaction mode',
    env: ({ pooler }) => ({ DATABASE_URL: pooler!.url }),
    sentence: /pooler in transaction mode.*pool_mode = session/,
    missing: () => pgBouncerMissing() && 'pgbouncer',
  },
  {
    what: 'a direct address that leads through the pooler too',
    env: ({ pooler }) => ({ DATABASE_URL: pooler!.url, DATABASE_DIRECT_URL: pooler!.url }),
    sentence: /DATABASE_DIRECT_URL leads through a pooler in transaction mode too/,
    missing: () => pgBouncerMissing() && 'pgbouncer',
  },
  {
    what: 'a pooler of another database than the direct address',
    env: ({ pooler, postgres }) => ({
      DATABASE_URL: pooler!.url,
      DATABASE_DIRECT_URL: postgres.url.replace(/newsloom$/, 'postgres'),
    }),
    sentence: /DATABASE_URL and DATABASE_DIRECT_URL lead to different databases.*\/newsloom and .*\/postgres/,
    missing: () => pgBouncerMissing() && 'pgbouncer',
  },
  {
    what: 'reading through a pooler in transaction mode',
    env: ({ pooler, postgres }) => ({ DATABASE_URL: postgres.url, DATABASE_READ_URL: pooler!.url }),
    sentence: /DATABASE_READ_URL leads through a pooler in transaction mode/,
    missing: () => pgBouncerMissing() && 'pgbouncer',
  },
  {
    what: 'a pooler that is not there',
    env: ({ postgres, freePort }) => ({
      DATABASE_URL: `postgres://a:hush@${at(freePort)}/x`,
      DATABASE_DIRECT_URL: postgres.url,
    }),
    sentence: /cannot reach the pooler at .*nothing listens/,
  },
]
