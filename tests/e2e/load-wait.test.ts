import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { newsloom, temporaryFolder } from '../support/cli.ts'

const folder = temporaryFolder()
const home = join(folder.path, 'home')
const env = { NEWSLOOM_HOME: home }
let server: Awaited<ReturnType<typeof joinEmbedded>>

beforeAll(async () => {
  server = await joinEmbedded(home)
  await newsloom(['migrate'], { env })
})
afterAll(async () => {
  await server.leave()
  folder.remove()
})

function file(name: string, ...rows: object[]): string {
  const path = join(folder.path, name)
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  return path
}

const row = (id: string, more: object = {}) => ({
  id,
  title: `Lock ${id} repaired`,
  body: `The keeper repaired lock ${id} on Monday and opened it for ships.`,
  ...more,
})

describe('load --wait', () => {
  it('tells the fates of what it loaded, and nothing of what was there', async () => {
    const first = await newsloom(['load', file('first.jsonl', row('a'), row('b')), '--wait', '--json'], {
      env,
    })
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout).fates).toEqual({ clustered: 2 })
    const second = await newsloom(['load', file('second.jsonl', row('c')), '--wait', '--json'], { env })
    expect(JSON.parse(second.stdout)).toMatchObject({ new: 1, fates: { clustered: 1 } })
    const again = await newsloom(['load', file('second.jsonl', row('c')), '--wait', '--json'], { env })
    expect(JSON.parse(again.stdout)).toMatchObject({ known: 1, fates: { clustered: 1 } })
  })

  it('counts and names dates and fields that cannot be read, with their lines', async () => {
    const rows = [row('d'), row('e', { published_at: '0000-00-00' }), row('f', { language: 'my own' })]
    const path = file('fields.jsonl', ...rows)
    const json = await newsloom(['load', path, '--wait', '--json'], { env })
    expect(JSON.parse(json.stdout)).toMatchObject({
      refused: 0,
      unread: 2,
      unread_fields: [
        { file: path, line: 2, field: 'published_at' },
        { file: path, line: 3, field: 'language' },
      ],
      fates: { clustered: 3 },
    })
    const text = await newsloom(['load', path], { env })
    expect(text.stderr).toMatch(/line 2: "published_at" is no date that can be read: 0000-00-00/)
  })

  it('ends with 1 when every article that it loaded failed, and says why', async () => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(
      `create function lose_it() returns trigger language plpgsql as 'begin return null; end'`,
    )
    await client.query(
      'create trigger lose_it before insert on documents for each row execute function lose_it()',
    )
    const { code, stdout, stderr } = await newsloom(
      ['load', file('failing.jsonl', row('g')), '--wait', '--json'],
      { env },
    )
    await client.query('drop trigger lose_it on documents')
    await client.end()
    expect(JSON.parse(stdout).fates).toEqual({ failed: 1 })
    expect(stderr).toMatch(/every article that was loaded failed \(no_document: 1\)/)
    expect(code).toBe(1)
  })
})
