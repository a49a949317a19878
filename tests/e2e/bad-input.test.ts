import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinEmbedded } from '../../src/adapters/embedded/join.ts'
import { newsloom, temporaryFolder } from '../support/cli.ts'

const folder = temporaryFolder()
const home = join(folder.path, 'home')
const env = { NEWSLOOM_HOME: home }
let server: Awaited<ReturnType<typeof joinEmbedded>>

// Joined for the whole file: each command then finds the server running instead of starting its own.
beforeAll(async () => {
  server = await joinEmbedded(home)
})
afterAll(async () => {
  await server.leave()
  folder.remove()
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return path
}

const missing = join(folder.path, 'no-such-file.jsonl')

const wrongCalls: [string, string[], RegExp][] = [
  ['an unknown command', ['storys'], /there is no command "storys"; did you mean "story"/],
  ['an unknown option', ['stories', '--outlets', '3'], /unknown option '--outlets'/],
  ['a missing argument', ['load'], /missing required argument/],
  ['a value that is no time', ['stories', '--since', 'yesterdayish'], /give a span such as 24h/],
  ['a value that is no number', ['stories', '--min-outlets', 'many'], /give a whole number/],
  ['an id that is none', ['story', 'abc'], /give a whole number/],
  ['an unknown inspector', ['inspect', 'colour'], /nothing to inspect by the name "colour"/],
  ['an unknown export', ['export', 'everything'], /there is no export "everything"/],
  ['an unknown format', ['export', 'articles', '--format', 'xlsx'], /Allowed choices are/],
  ['an unknown worker', ['worker', 'baker'], /there is no worker "baker"/],
  ['an unknown help topic', ['help', 'cooking'], /there is no help on "cooking"/],
  ['a country that is none', ['outlet', 'add', 'X', '--country', 'germany'], /not a country code/],
  ['a time zone that is none', ['outlet', 'add', 'X', '--timezone', 'Mars/Olympus'], /not a time zone/],
]

const failures: [string, () => string[], RegExp][] = [
  ['a missing file', () => ['load', missing], /there is no such file/],
  ['an empty file', () => ['load', file('empty.html', ' \n')], /it is empty/],
  ['an empty list', () => ['load', file('empty.jsonl', '\n\n')], /it has no lines/],
  [
    'a binary file',
    () => ['load', file('binary.html', Buffer.from([0x3c, 0, 1, 2, 3, 0xff]))],
    /it is a binary file/,
  ],
  ['a file of another type', () => ['load', file('table.xlsx', 'x')], /its name must end in/],
  [
    'a broken gzip',
    () => ['load', file('broken.jsonl.gz', gzipSync('{"title":"x"}').subarray(0, 12))],
    /a gzip member that is cut off/,
  ],
  ['an unknown story', () => ['story', '999999'], /there is no story 999999/],
  ['an unknown article', () => ['article', 'https://nowhere.example/x'], /there is no article/],
  ['an unknown outlet', () => ['outlet', 'show', 'nobody'], /there is no outlet "nobody"/],
  ['an unknown feed', () => ['feed', 'pause', '424242'], /there is no feed 424242/],
  ['an address that is none', () => ['enqueue', 'gopher://x'], /none of the addresses was usable/],
  ['a missing OPML file', () => ['feed', 'import', join(folder.path, 'none.opml')], /there is no such file/],
  ['an OPML file that is none', () => ['feed', 'import', file('no.opml', 'hello')], /neither OPML/],
]

describe('a wrong call ends with 2 and one sentence', () => {
  it.each(wrongCalls)('%s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await newsloom(args, { env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

describe('a failure ends with 1, says what, where and what to do, and shows no stack', () => {
  it.each(failures)('%s', async (_what, args, sentence) => {
    const { code, stderr } = await newsloom(args(), { env })
    expect(code).toBe(1)
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('a database that is away', async () => {
    const { code, stderr } = await newsloom(['status'], {
      env: { ...env, DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' },
    })
    expect(code).toBe(1)
    expect(stderr).toMatch(/cannot reach the database at 127\.0\.0\.1:1\/z.*check DATABASE_URL/)
    expect(stderr).not.toContain('y@')
  })

  it('a Redis that is away', async () => {
    const { code, stderr } = await newsloom(['status'], { env: { ...env, REDIS_URL: 'redis://127.0.0.1:1' } })
    expect(code).toBe(1)
    expect(stderr).toMatch(/Redis/)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('settings that are wrong, all at once', async () => {
    const { code, stderr } = await newsloom(['status'], {
      env: { ...env, NEWSLOOM_PORT: 'http', NEWSLOOM_LOG: 'loud', DATABASE_URL: 'mysql://x' },
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(/NEWSLOOM_PORT is "http"/)
    expect(stderr).toMatch(/NEWSLOOM_LOG is "loud"/)
    expect(stderr).toMatch(/DATABASE_URL is not an address/)
  })
})

describe('the good rows of a bad file are loaded, the bad ones counted and named', () => {
  it('and the second load of the file changes nothing', async () => {
    const path = file(
      'mixed.jsonl',
      '{"id":"a","title":"Good"}\n{"id":"b"}\nnot json\n{"id":"c","title":"Good too"}\n',
    )
    const first = await newsloom(['load', path, '--json'], { env })
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject({
      new: 2,
      known: 0,
      refused: 2,
      refusals: [{ line: 2 }, { line: 3 }],
    })
    const second = await newsloom(['load', path], { env })
    expect(second.stdout).toContain('0 new, 2 known, 2 refused')
    expect(second.stderr).toMatch(/line 2: it needs one of/)
    const strict = await newsloom(['load', path, '--strict'], { env })
    expect(strict.code).toBe(1)
    expect(strict.stderr).toMatch(/2 of 4 rows were refused/)
  })

  it('a folder gives its readable files and skips the others', async () => {
    const place = join(folder.path, 'mixed')
    mkdirSync(join(place, 'below'), { recursive: true })
    writeFileSync(
      join(place, 'one.txt'),
      'A headline stands here\n\nAnd a text of some words below it, that goes on for a while.\n',
    )
    writeFileSync(join(place, 'below', 'two.jsonl'), '{"title":"Two"}\n')
    writeFileSync(join(place, 'notes.md'), 'not for us')
    const { code, stdout } = await newsloom(['load', place, '--json'], { env })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ new: 2, skipped: 1, refused: 0 })
  })

  it('reads JSON lines from stdin', async () => {
    const { code, stdout } = await newsloom(['load', '-', '--json'], {
      env,
      stdin: '{"title":"From a pipe"}\n',
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ new: 1 })
  })
})

describe('inspect answers every row', () => {
  it('a bad row gets an error with a code, and the run goes on', async () => {
    const { code, stdout } = await newsloom(['inspect', 'url'], {
      stdin: 'oops\n{"id":1}\n{"id":2,"input":"HTTP://Example.COM:80/a?utm_source=x"}\n',
    })
    expect(code).toBe(0)
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers).toContainEqual({ id: null, error: expect.objectContaining({ code: 'bad_json' }) })
    expect(answers).toContainEqual({ id: 1, error: expect.objectContaining({ code: 'bad_row' }) })
    expect(answers).toContainEqual(
      expect.objectContaining({ id: 2, canonical: 'http://example.com/a', key: 'example.com/a' }),
    )
  })
})
