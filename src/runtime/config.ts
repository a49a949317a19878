import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { readCertificates } from '../adapters/http/certificates.ts'
import { parseDocumentsAddress } from '../adapters/objects/address.ts'
import { parsePostgresAddress } from '../adapters/postgres/address.ts'
import { parseRedisAddress } from '../adapters/redis/address.ts'
import { parseRange } from '../core/fetching/client-address.ts'
import { type Kind, otherNames, type Setting, settings } from './settings.ts'

export type Config = { readonly [Name in keyof typeof settings]: (typeof settings)[Name]['fallback'] } & {
  /** Where statements and transactions are sent; `databaseUrl` is then the server itself, which DATABASE_DIRECT_URL names. */
  readonly databasePooledUrl: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

export class ConfigError extends Error {}

let fileRead = false

/**
 * The environment, with variables that `.env` of the working folder adds to it. Variables that are set already keep their
 * value.
 * @throws ConfigError for a file that exists and cannot be read
 */
function environment(): Environment {
  if (!fileRead)
    try {
      process.loadEnvFile('.env')
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') throw new ConfigError(`cannot read ${resolve('.env')}: ${message}`)
    }
  fileRead = true
  return process.env
}

/**
 * The configuration of this process.
 *
 * @throws ConfigError naming every wrong value at once, with what was expected.
 */
export function readConfig(asked: Environment = environment()): Config {
  const env = withOwnNames(asked)
  const all = Object.entries(settings) as [keyof Config, Setting<unknown>][]
  const given = all.filter(([, { env: variable }]) => env[variable])
  const schema = z.object(Object.fromEntries(given.map(([name, { kind }]) => [name, schemaOf(kind)])))
  const read = schema.safeParse(
    Object.fromEntries(given.map(([name, { env: variable }]) => [name, env[variable]])),
  )
  if (!read.success) {
    const expected = new Map(read.error.issues.map((issue) => [issue.path[0], issue.message]))
    const wrong = given.flatMap(([name, { env: variable, secret }]) =>
      expected.has(name)
        ? [`${variable} is ${secret ? 'not' : `"${env[variable]}", not`} ${expected.get(name)}`]
        : [],
    )
    throw new ConfigError(`${wrong.join('; ')} ("newsloom help config" lists every setting)`)
  }
  const defaults = all.map(([name, { kind, fallback }]) => [
    name,
    kind.type === 'path' ? resolve(String(fallback)) : fallback,
  ])
  const config = { ...Object.fromEntries(defaults), ...read.data } as Omit<Config, 'databasePooledUrl'>
  if (env.PGSERVICE || (config.databaseUrl && /[?&]service=/.test(config.databaseUrl)))
    throw new ConfigError(
      'PGSERVICE and service files are not read: name the host, the user and the database in DATABASE_URL, or in PGHOST, PGUSER and PGDATABASE',
    )
  const { databaseDirectUrl, databaseUrl = databaseOfPgHost(env) } = config
  return {
    ...config,
    databaseUrl: databaseDirectUrl ?? databaseUrl,
    databasePooledUrl: databaseDirectUrl === undefined ? undefined : databaseUrl,
  }
}

/**
 * The database in PGHOST and the other variables that every program on Postgres knows; undefined without PGHOST. The password
 * is left out: the driver finds it in PGPASSWORD or PGPASSFILE.
 */
export function databaseOfPgHost(env: Environment = environment()): string | undefined {
  const { PGHOST: host, PGUSER: user = userInfo().username, PGDATABASE: database = user } = env
  if (!host) return undefined
  const ports = (env.PGPORT ?? '').split(',')
  const socket = host.startsWith('/')
  const hosts = (socket ? 'localhost' : host).split(',').map((name, i) => {
    const port = ports[i] ?? (ports.length === 1 ? ports[0] : '')
    return `${name.includes(':') ? `[${name}]` : name}${port ? `:${port}` : ''}`
  })
  const parameters = new URLSearchParams()
  if (socket) parameters.set('host', host)
  for (const [name, value] of [
    ['sslmode', env.PGSSLMODE],
    ['sslrootcert', env.PGSSLROOTCERT],
    ['target_session_attrs', env.PGTARGETSESSIONATTRS],
  ] as const)
    if (value) parameters.set(name, value)
  const query = parameters.size ? `?${parameters}` : ''
  return `postgres://${encodeURIComponent(user)}@${hosts.join(',')}/${encodeURIComponent(database)}${query}`
}

/** The environment, in which a setting given under another name also has its own name. */
function withOwnNames(env: Environment): Environment {
  const renamed = Object.entries(otherNames).filter(([other, own]) => env[other] && !env[own])
  return { ...env, ...Object.fromEntries(renamed.map(([other, own]) => [own, env[other]])) }
}

/** Variables that look like settings but are not: otherwise a typing error goes unnoticed. */
export function unknownSettings(env: Environment = environment()): string[] {
  const known = new Set([
    ...Object.values(settings).map((setting) => setting.env as string),
    ...Object.keys(otherNames),
  ])
  return Object.keys(env).filter(
    (name) => name.startsWith('NEWSLOOM_') && !name.startsWith('NEWSLOOM_TEST_') && !known.has(name),
  )
}

/** Reads a value; its messages say what was expected, in the words that follow "not". */
function schemaOf(kind: Kind): z.ZodType {
  switch (kind.type) {
    case 'text':
      return z.string()
    case 'path':
      return z.string().transform((value) => resolve(value))
    case 'certificates':
      return checked(readCertificates).transform((value) => resolve(value))
    case 'flag':
      return z.stringbool({ error: 'true or false' })
    case 'whole':
      return whole(kind)
    case 'whole_list':
      return parts.pipe(z.array(whole(kind)))
    case 'host_names':
      return parts.pipe(z.array(hostName))
    case 'address_ranges':
      return parts.transform((list, context) => {
        try {
          return list.map(parseRange)
        } catch (error) {
          context.addIssue((error as Error).message)
          return z.NEVER
        }
      })
    case 'hours':
      return hours
    case 'choice':
      return z.enum(kind.of, { error: `one of ${kind.of.join(', ')}` })
    case 'web_url':
      return z.httpUrl({ error: 'an address that starts with https:// or http://' })
    case 'proxy_url':
      return proxyUrl
    case 'redis_url':
      return checked(parseRedisAddress)
    case 'postgres_url':
      return checked((value) => {
        const { caFile } = parsePostgresAddress(value)
        if (caFile !== undefined) checkCertificates(caFile)
      })
    case 'documents_url':
      return checked(parseDocumentsAddress)
    case 'http_url':
      return checked((value) => {
        if (!/^https?:\/\/[^/]/i.test(value) || !URL.canParse(value))
          throw new Error('an http or https address such as http://127.0.0.1:8410/render')
      })
  }
}

/** A text that `check` accepts; its error says what was expected. */
function checked(check: (value: string) => unknown): z.ZodType<string, string> {
  return z.string().transform((value, context) => {
    try {
      check(value)
      return value
    } catch (error) {
      context.addIssue((error as Error).message)
      return z.NEVER
    }
  })
}

/** The driver ignores a file without certificates, and then reports that the CA is unknown. */
function checkCertificates(caFile: string): void {
  try {
    readCertificates(caFile)
  } catch (error) {
    throw new Error(`an address whose sslrootcert (${caFile}) is ${(error as Error).message}`)
  }
}

const proxyUrl = z.string().transform((value, context) => {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.hostname) return url.href
  context.addIssue('the address of an HTTP proxy, such as http://proxy.example.org:3128')
  return z.NEVER
})

/** The items between commas. */
const parts = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)

const MAX_HOURS = 8_760
const hoursError = `hours above 0 and up to ${MAX_HOURS}, separated by commas, such as 1,6,24, or never`
const hour = z.coerce
  .number<string>({ error: hoursError })
  .positive({ error: hoursError })
  .max(MAX_HOURS, { error: hoursError })
const hours = z
  .string()
  .transform((value) => (/^\s*never\s*$/i.test(value) ? '' : value || ','))
  .pipe(parts.pipe(z.array(hour).transform((list) => list.sort((a, b) => a - b))))

const hostName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'host names without scheme and port, separated by commas')
  .toLowerCase()

function whole({ min, max }: { readonly min: number; readonly max: number }): z.ZodType<number, string> {
  const error = `a whole number from ${min} to ${max}`
  return z.coerce.number<string>({ error }).int({ error }).min(min, { error }).max(max, { error })
}
