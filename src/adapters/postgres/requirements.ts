import type pg from 'pg'

/** The properties of a server, a database and a role on which Newsloom depends. */
export interface ServerFacts {
  /** As `server_version_num`: 140000 is PostgreSQL 14. */
  readonly version: number
  readonly encoding: string
  readonly database: string
  readonly role: string
  /** A standby, which accepts no writes. */
  readonly standby: boolean
  /** `default_transaction_read_only` is on, for the role, the database or the server. */
  readonly readOnly: boolean
  readonly mayCreateSchema: boolean
  readonly mayCreateTable: boolean
  readonly hasTrgm: boolean
  readonly mayCreateTrgm: boolean
  /** Those roles of the migrations that do not exist. */
  readonly missingRoles: readonly string[]
  readonly mayCreateRole: boolean
  /** The owner of the tables; null where there are none yet. */
  readonly owner: string | null
  /** The role is the owner, or has the owner's rights. */
  readonly isOwner: boolean
}

export const MIN_POSTGRES = 140_000

/** Reads the facts in one statement that every PostgreSQL from 10 on understands. */
export async function serverFacts(db: Pick<pg.Pool, 'query'>): Promise<ServerFacts> {
  const { rows } = await db.query<ServerFacts>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_encoding') as encoding,
            current_database()::text as database,
            current_user::text as role,
            pg_is_in_recovery() as standby,
            current_setting('transaction_read_only') = 'on' as "readOnly",
            has_database_privilege(current_database(), 'CREATE') as "mayCreateSchema",
            coalesce((select has_schema_privilege(oid, 'CREATE') from pg_namespace where nspname = 'public'), false)
              as "mayCreateTable",
            exists (select 1 from pg_extension where extname = 'pg_trgm') as "hasTrgm",
            exists (select 1 from pg_available_extension_versions where name = 'pg_trgm')
              and (has_database_privilege(current_database(), 'CREATE')
                   or (select rolsuper from pg_roles where rolname = current_user)) as "mayCreateTrgm",
            array(select wanted::text from unnest(array['news_reader', 'newsloom_worker']) as wanted
                  where not exists (select 1 from pg_roles where rolname = wanted)) as "missingRoles",
            (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayCreateRole",
            pg_get_userbyid(found.relowner)::text as owner,
            coalesce(pg_has_role(found.relowner, 'usage'), false) as "isOwner"
     from (select 1) as one
     left join pg_class as found on found.oid = to_regclass('public.newsloom_migrations')`,
  )
  return rows[0]!
}

/** Why Newsloom cannot run on this server at all, with what to do; undefined where it can. */
export function whyNotUsable(facts: ServerFacts): string | undefined {
  const { version, encoding, database } = facts
  if (version < MIN_POSTGRES)
    return `the server is PostgreSQL ${Math.floor(version / 10_000)}, and Newsloom needs 14 or newer: nothing was changed`
  if (encoding !== 'UTF8')
    return `the database "${database}" has the encoding ${encoding}, and articles need UTF8: have one made by create database ${name(database)} encoding 'UTF8' template template0`
  return undefined
}

/** Why nothing can be written here, with what to do; undefined where it can. */
export function whyNotWritable({ standby, readOnly, role, database }: ServerFacts): string | undefined {
  if (standby) return 'the server is a standby, which only reads: name the primary in DATABASE_URL'
  if (readOnly)
    return `the server lets the role "${role}" only read (default_transaction_read_only is on): turn it off by alter database ${name(database)} set default_transaction_read_only = off (or for the role, or in postgresql.conf)`
  return undefined
}

/**
 * Why this role cannot make or change the tables, with each statement that an administrator runs for it; undefined where it
 * can.
 */
export function whyNotMigratable(facts: ServerFacts): string | undefined {
  const { owner, isOwner, role, database } = facts
  if (owner !== null)
    return isOwner
      ? undefined
      : `the tables belong to the role "${owner}", and "${role}" may not change them: run "newsloom migrate" as "${owner}"`
  const missing = [
    facts.mayCreateSchema ? '' : `grant create on database ${name(database)} to ${name(role)}`,
    facts.mayCreateTable ? '' : `grant create on schema public to ${name(role)}`,
    facts.hasTrgm || facts.mayCreateTrgm || !facts.mayCreateSchema ? '' : 'create extension pg_trgm',
    ...(facts.mayCreateRole ? [] : facts.missingRoles.map((role) => `create role ${role} nologin`)),
  ].filter(Boolean)
  return missing.length
    ? `the role "${role}" may not make the tables: nothing was changed; have an administrator run in the database "${database}": ${missing.join('; ')}`
    : undefined
}

/** An SQL identifier, quoted where it must be. */
function name(text: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}
