import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFiles } from '../../../src/pipeline/load/load.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

let newsloom: TestNewsloom
const folder = mkdtempSync(join(tmpdir(), 'newsloom-rows-'))
beforeAll(async () => {
  newsloom = await openNewsloom('postgres', {}, { workers: 4 })
})
afterAll(async () => {
  await newsloom.close()
  rmSync(folder, { recursive: true })
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const line = (id: string, more: object = {}) =>
  JSON.stringify({
    id,
    outlet: 'Row Post',
    title: `Gate ${id} opened`,
    body: `Gate ${id} was opened at dawn.`,
    ...more,
  })
const lines = (...all: string[]) => `${all.join('\n')}\n`
const warcRecord = (path: string) => {
  const content = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><h1>Page ${path}</h1><p>${`Page ${path} says that a gate was opened at dawn by its keeper. `.repeat(9)}</p></article>`
  return `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://warc.example${path}\r\nContent-Length: ${content.length}\r\n\r\n${content}\r\n\r\n`
}

async function loaded(path: string) {
  const good = file(`good-beside-${basename(path)}.jsonl`, lines(line(`beside ${basename(path)}`)))
  const report = await loadFiles(newsloom, [path, good])
  const { rows } = await newsloom.pool.query(
    `select coalesce(url, external_id) as name from load_lines l join load_files f on f.id = l.file_id
     join articles a on a.id = l.article_id left join article_external_ids x on x.article_id = a.id
     where f.load_id = $1 order by f.file = $2, f.file, l.line`,
    [report.loadId, good],
  )
  const names = rows.map((row) => row.name as string)
  expect(names.at(-1)).toBe(`beside ${basename(path)}`)
  return {
    names: names.slice(0, -1),
    refusals: report.refusals.map((one) => [basename(one.file), one.line, one.code]),
    report,
  }
}

describe('a bad row is refused alone: those around it, and the file after it, arrive', () => {
  it.each<[string, string | Uint8Array, string[], [number, string][]]>([
    [
      'nul.jsonl',
      lines(line('n1'), line('n2', { title: 'a\u0000' }), line('n3')),
      ['n1', 'n3'],
      [[2, 'not_storable']],
    ],
    ['surrogate.jsonl', lines(line('s1'), line('\ud800'), line('s3')), ['s1', 's3'], [[2, 'not_storable']]],
    [
      'zeros.jsonl',
      `${lines(line('z1'))}${'\0'.repeat(512)}\n${line('z3')}${'\0'.repeat(700)}`,
      ['z1', 'z3'],
      [[2, 'zeros']],
    ],
    ['utf16.jsonl', Buffer.from(`\ufeff${lines(line('x1'), line('x2'))}`, 'utf16le'), ['x1', 'x2'], []],
    [
      'long.jsonl',
      lines(line('l1'), line('l2'.repeat(2_000)), line('l3', { outlet: 'o'.repeat(4_000) }), line('l4')),
      ['l1', 'l4'],
      [
        [2, 'bad_row'],
        [3, 'bad_row'],
      ],
    ],
    ['empty-id.jsonl', lines(line('e1'), line(''), line('e3')), ['e1', 'e3'], [[2, 'bad_row']]],
    [
      'separators.jsonl',
      lines(line('u1', { title: 'one\u2028two\u2029three' }), line('u2')),
      ['u1', 'u2'],
      [],
    ],
    [
      'latin1.jsonl',
      Buffer.from(lines(line('c1'), line('c2', { title: 'Café' }), line('c3')), 'latin1'),
      ['c1', 'c3'],
      [[2, 'not_utf8']],
    ],
    [
      'big.jsonl',
      lines(line('b1'), line('b2', { body: 'word '.repeat(15_000_000) }), line('b3')),
      ['b1', 'b3'],
      [[2, 'too_large']],
    ],
    [
      'cut.jsonl.gz',
      gzipSync(
        lines(
          ...Array.from({ length: 5_000 }, (_, i) => `{"id":"${(i * 2654435761) >>> 0}"}`),
          line('never'),
        ),
      ).subarray(0, 4_000),
      [],
      [],
    ],
    [
      'cut.warc',
      warcRecord('/w1') + warcRecord('/w2').slice(0, -60),
      ['https://warc.example/w1'],
      [[2, 'cut_off']],
    ],
    [
      'padded.warc.gz',
      Buffer.concat([
        gzipSync(warcRecord('/w3')),
        Buffer.alloc(512),
        gzipSync(warcRecord('/w4')),
        Buffer.from('JUNK'),
        gzipSync(warcRecord('/w5')).subarray(0, -50),
      ]),
      ['https://warc.example/w3', 'https://warc.example/w4'],
      [
        [3, 'bad_gzip'],
        [4, 'cut_off'],
      ],
    ],
  ])('%s', async (name, content, taken, refusals) => {
    const answer = await loaded(file(name, content))
    expect(answer.names).toEqual(taken)
    if (name === 'cut.jsonl.gz')
      expect(answer.refusals.at(-1)).toEqual([name, expect.any(Number), 'bad_gzip'])
    else expect(answer.refusals).toEqual(refusals.map(([at, code]) => [name, at, code]))
    expect(answer.report.refused).toBe(answer.refusals.length)
  })

  it('and all that arrived is extracted and clustered', async () => {
    expect(Object.keys(await runPipelineUntilIdle(newsloom))).toEqual(
      expect.not.arrayContaining(['failed', 'waiting']),
    )
  })
})

describe('what the database alone knows to be wrong', () => {
  it('costs the row that it is in, not its batch', async () => {
    await newsloom.pool.query(
      `alter table articles add constraint no_seven check (url is distinct from 'https://seven.example/7') not valid`,
    )
    const seven = (n: number) => line(`seven${n}`, { url: `https://seven.example/${n}` })
    const answer = await loaded(file('seven.jsonl', lines(...Array.from({ length: 20 }, (_, i) => seven(i)))))
    await newsloom.pool.query('alter table articles drop constraint no_seven')
    expect(answer.names).toHaveLength(19)
    expect(answer.refusals).toEqual([['seven.jsonl', 8, 'not_storable']])
  })
})
