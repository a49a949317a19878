import { type StoredField, storedFields } from '../../core/record/record.ts'

/** Parts of statements that name every field of an article, made from the one list in core/record.ts. */

/** `title, dek, …`, or with an alias `a.title, a.dek, …`. */
export function fieldColumns(alias = '', but: readonly StoredField[] = []): string {
  const prefix = alias && `${alias}.`
  return storedFields
    .filter(({ name }) => !but.includes(name))
    .map(({ name }) => `${prefix}${name}`)
    .join(', ')
}

/** `title text, dek text, …`: what jsonb_to_recordset makes of a record. */
export const fieldTypes = storedFields.map(({ name, column }) => `${name} ${column}`).join(', ')

/** `title = d.title, dek = d.dek, …` */
export function fieldsSetFrom(alias: string): string {
  return storedFields.map(({ name }) => `${name} = ${alias}.${name}`).join(', ')
}
