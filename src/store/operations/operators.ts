import { first, type Queryable, rows, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** Somebody who may change things. */
export type Operator = Pick<TableRow<'operators'>, 'id' | 'name' | 'token_hash'>

export interface OperatorLine extends Pick<TableRow<'operators'>, 'name' | 'created_at' | 'expires_at'> {
  readonly is_expired: boolean
}

/** Adds an operator. @returns false where the name is taken */
export async function addOperator(
  db: Queryable,
  name: string,
  tokenHash: Buffer,
  expiresAt: Date | null,
): Promise<boolean> {
  const row = await first(
    db,
    sql`insert into operators (name, token_hash, expires_at) values (${name}, ${tokenHash}, ${expiresAt})
        on conflict (name) where removed_at is null do nothing returning id`,
  )
  return row !== undefined
}

/** The operator of a token, by its SHA-256; undefined where none is valid now. */
export function operatorByToken(db: Queryable, tokenHash: Buffer): Promise<Operator | undefined> {
  return first<Operator>(
    db,
    sql`select id, name, token_hash from operators
        where token_hash = ${tokenHash} and removed_at is null and (expires_at is null or expires_at > now())`,
  )
}

/** The operator of a session; undefined where there is none that is valid now. */
export function operatorById(db: Queryable, id: number): Promise<Operator | undefined> {
  return first<Operator>(
    db,
    sql`select id, name, token_hash from operators
        where id = ${id} and removed_at is null and (expires_at is null or expires_at > now())`,
  )
}

export function listOperators(db: Queryable): Promise<OperatorLine[]> {
  return rows<OperatorLine>(
    db,
    sql`select name, created_at, expires_at, coalesce(expires_at <= now(), false) as is_expired
        from operators where removed_at is null order by name`,
  )
}

/** Withdraws an operator's token and ends the sessions made with it. @returns false where there is no such operator */
export async function removeOperator(db: Queryable, name: string): Promise<boolean> {
  const row = await first(
    db,
    sql`update operators set removed_at = now() where name = ${name} and removed_at is null returning id`,
  )
  return row !== undefined
}

export type OperatorAction = Omit<TableRow<'operatorActions'>, 'id'>

/** Records who changed what: in the transaction of the change, where it has one. */
export async function recordAction(
  db: Queryable,
  madeBy: string,
  action: string,
  subject: string | null = null,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await run(
    db,
    sql`insert into operator_actions (made_by, action, subject, details)
        values (${madeBy}, ${action}, ${subject}, ${JSON.stringify(details)}::jsonb)`,
  )
}

/** The latest actions, newest first. */
export function latestActions(db: Queryable, limit: number): Promise<OperatorAction[]> {
  return rows<OperatorAction>(
    db,
    sql`select made_at, made_by, action, subject, details from operator_actions
        order by made_at desc, id desc limit ${limit}`,
  )
}
