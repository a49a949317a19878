import type { Pool } from 'pg'
import { first, type Queryable, run, sql } from '../../adapters/postgres/sql.ts'
import type { TableRow } from '../../schema/rows.ts'

/** A person who may change things. */
export type Operator = Pick<TableRow<'operators'>, 'id' | 'name' | 'token_hash'>

export interface OperatorLine extends Pick<TableRow<'operators'>, 'name' | 'created_at' | 'expires_at'> {
  readonly is_expired: boolean
}

/** Drizzle and the tables, for queries by commands and the operator's page; queries of every request are plain SQL. */
async function registry() {
  const [orm, { operatorActions, operators }] = await Promise.all([
    import('../../adapters/postgres/orm.ts'),
    import('../../schema/tables/operations.ts'),
  ])
  return { ...orm, operatorActions, operators }
}

/** Adds an operator. @returns false where the name is taken */
export async function addOperator(
  db: Pool,
  name: string,
  tokenHash: Buffer,
  expiresAt: Date | null,
): Promise<boolean> {
  const { isNull, operators, orm } = await registry()
  const added = await orm(db)
    .insert(operators)
    .values({ name, token_hash: tokenHash, expires_at: expiresAt })
    .onConflictDoNothing({ target: operators.name, where: isNull(operators.removed_at) })
    .returning({ id: operators.id })
  return added.length > 0
}

/** The operator of a token, by its SHA-256; undefined where none is valid now. */
export function operatorByToken(db: Queryable, tokenHash: Buffer): Promise<Operator | undefined> {
  return first<Operator>(
    db,
    sql`select id, name, token_hash from operators
        where token_hash = ${tokenHash} and removed_at is null and (expires_at is null or expires_at > now())`,
  )
}

/** The operator of a session; undefined where there is no valid one. */
export function operatorById(db: Queryable, id: number): Promise<Operator | undefined> {
  return first<Operator>(
    db,
    sql`select id, name, token_hash from operators
        where id = ${id} and removed_at is null and (expires_at is null or expires_at > now())`,
  )
}

/** Whether there is any operator with a token, expired or not. */
export async function hasOperators(db: Queryable): Promise<boolean> {
  return (await first(db, sql`select 1 from operators where removed_at is null limit 1`)) !== undefined
}

export async function listOperators(db: Pool): Promise<OperatorLine[]> {
  const { expression, isNull, operators, orm } = await registry()
  return orm(db)
    .select({
      name: operators.name,
      created_at: operators.created_at,
      expires_at: operators.expires_at,
      is_expired: expression<boolean>`coalesce(${operators.expires_at} <= now(), false)`,
    })
    .from(operators)
    .where(isNull(operators.removed_at))
    .orderBy(operators.name)
}

/** Withdraws an operator's token and ends the sessions made with it. @returns false where there is no such operator */
export async function removeOperator(db: Pool, name: string): Promise<boolean> {
  const { and, eq, expression, isNull, operators, orm } = await registry()
  const removed = await orm(db)
    .update(operators)
    .set({ removed_at: expression`now()` })
    .where(and(eq(operators.name, name), isNull(operators.removed_at)))
  return (removed.rowCount ?? 0) > 0
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
export async function latestActions(db: Pool, limit: number): Promise<OperatorAction[]> {
  const { desc, operatorActions, orm } = await registry()
  const actions = await orm(db)
    .select()
    .from(operatorActions)
    .orderBy(desc(operatorActions.made_at), desc(operatorActions.id))
    .limit(limit)
  return actions.map(({ id: _, ...action }) => action)
}
