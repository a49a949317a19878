import { type Queryable, rows, sql } from '../adapters/postgres/sql.ts'

interface ViewColumn {
  readonly view: string
  readonly about: string | null
  readonly column: string
  readonly type: string
  readonly comment: string | null
}

interface NewsFunction {
  readonly name: string
  readonly takes: string
  readonly gives: string
  readonly about: string | null
}

/** `docs/schema.md`: the contract of the schema "news", printed from its comments. */
export async function schemaDoc(db: Queryable): Promise<string> {
  const columns = await rows<ViewColumn & Record<string, unknown>>(
    db,
    sql`select c.relname as view, obj_description(c.oid, 'pg_class') as about, a.attname as column,
               format_type(a.atttypid, a.atttypmod) as type, col_description(c.oid, a.attnum) as comment
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'news'::regnamespace and c.relkind in ('v', 'm') order by c.relname, a.attnum`,
  )
  const functions = await rows<NewsFunction & Record<string, unknown>>(
    db,
    sql`select p.proname as name, pg_get_function_arguments(p.oid) as takes, pg_get_function_result(p.oid) as gives,
               obj_description(p.oid, 'pg_proc') as about
        from pg_proc p where p.pronamespace = 'news'::regnamespace order by p.proname`,
  )
  const views = Map.groupBy(columns, ({ view }) => view)
  return `# The schema \`news\`

<!-- Printed from the comments in the database by "node tests/support/print-docs.ts": change those, not this. -->

Views and functions for people who query: read-only, and a name once shown keeps its meaning. The role \`news_reader\` may select from
all of them and nothing else ("newsloom reader" gives it a password). Questions with their statements are in
[the cookbook](how-to/cookbook.md); how to connect is in [clients.md](clients.md). All times are \`timestamptz\`, stored in UTC.

| view | what |
|---|---|
${[...views].map(([view, [first]]) => `| [\`news.${view}\`](#news${view}) | ${cell(first!.about)} |`).join('\n')}

| function | what |
|---|---|
${functions.map(({ name, about }) => `| [\`news.${name}\`](#news${name}) | ${cell(about)} |`).join('\n')}

${[...views]
  .map(
    ([view, list]) => `## news.${view}

${list[0]!.about ?? ''}

| column | type | meaning |
|---|---|---|
${list.map(({ column, type, comment }) => `| \`${column}\` | ${type} | ${cell(comment)} |`).join('\n')}
`,
  )
  .join('\n')}
${functions
  .map(
    ({ name, takes, gives, about }) => `## news.${name}()

${about ?? ''}

\`\`\`
news.${name}(
  ${takes.split(/, (?=\w+ )/).join(',\n  ')})
→ ${gives}
\`\`\`
`,
  )
  .join('\n')}`
}

const cell = (text: string | null): string => (text ?? '').replaceAll('|', '\\|')
