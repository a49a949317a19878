import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openS3 } from '../../../src/adapters/http/s3/store.ts'
import { parseDocumentsAddress, type S3Address } from '../../../src/adapters/objects/address.ts'
import { openFolder } from '../../../src/adapters/objects/folder.ts'
import { hashOfBytes, hashOfName, nameOfHash } from '../../../src/adapters/objects/names.ts'
import type { ObjectStore } from '../../../src/adapters/objects/types.ts'
import { temporaryFolder } from '../../support/cli.ts'
import { S3_KEYS, type S3Server, startS3 } from '../../support/servers/s3.ts'

const folder = temporaryFolder()
let server: S3Server
beforeAll(async () => {
  server = await startS3()
})
afterAll(async () => {
  await server.close()
  folder.remove()
})

function bucket(
  parameters = '',
  keys: { accessKeyId: string; secretAccessKey: string } = given,
): ObjectStore {
  const address = parseDocumentsAddress(server.url(parameters)) as S3Address
  return openS3(address, { credentials: keys, region: undefined })
}
const given = { accessKeyId: S3_KEYS.awsAccessKeyId, secretAccessKey: S3_KEYS.awsSecretAccessKey }

const kinds: readonly (readonly [string, () => ObjectStore])[] = [
  ['a folder', () => openFolder(folder.path)],
  ['a bucket', () => bucket()],
]

describe.each(kinds)('%s', (_, open) => {
  const bytes = Buffer.from('Some bytes, and more of them.')
  const name = nameOfHash(hashOfBytes(bytes))

  it('gives what was put, and nothing else', async () => {
    const store = open()
    expect(await store.get(name)).toBeUndefined()
    await store.put(name, bytes)
    await store.put(name, bytes)
    expect(Buffer.from((await store.get(name))!)).toEqual(bytes)
    await store.remove(name)
    await store.remove(name)
    expect(await store.get(name)).toBeUndefined()
    await store.put('empty', new Uint8Array(0))
    expect(await store.get('empty')).toHaveLength(0)
    await store.remove('empty')
    await store.close()
  })

  it('lists names in the order of their bytes, after any name, a few at a time', async () => {
    const store = open()
    const names = ['aa/bb/1', 'aa/bb/2', 'aa/bc/1', 'aa.x', 'ab', 'b/0', 'b/1/x', 'b-1'].sort()
    for (const one of names) await store.put(one, bytes)
    expect(await store.list('', 100)).toEqual(names)
    for (const after of ['', 'aa/', 'aa/bb/1', 'aa/bb/1x', 'aa/bd', 'ab', 'b', 'b/1', 'zz'])
      expect(await store.list(after, 3)).toEqual(names.filter((one) => one > after).slice(0, 3))
    for (const one of names) await store.remove(one)
    expect(await store.list('', 100)).toEqual([])
    await store.close()
  })

  it('takes many at once', async () => {
    const store = open()
    const many = Array.from({ length: 60 }, (_, i) => Buffer.from(`document ${i}`))
    await Promise.all(many.map((one) => store.put(nameOfHash(hashOfBytes(one)), one)))
    const read = await Promise.all(many.map((one) => store.get(nameOfHash(hashOfBytes(one)))))
    expect(read.map((one) => Buffer.from(one!).toString())).toEqual(many.map(String))
    for (const one of many) await store.remove(nameOfHash(hashOfBytes(one)))
    await store.close()
  })
})

describe('names of documents', () => {
  it('are found again, and no other name is taken for one', () => {
    const hash = hashOfBytes(Buffer.from('x'))
    expect(hashOfName(nameOfHash(hash))).toBe(hash)
    for (const other of [hash, `ab/cd/${hash}`, 'newsloom-documents.json', `${nameOfHash(hash)}.bak`])
      expect(hashOfName(other)).toBeUndefined()
  })
})

describe('a folder in trouble', () => {
  it('is not made where it is not there: its volume may not be mounted', async () => {
    const store = openFolder(join(folder.path, 'missing'))
    await expect(store.put('aa/bb/x', Buffer.from('x'))).rejects.toThrow(/^it is not there/)
    await expect(store.put('x', Buffer.from('x'))).rejects.toThrow(/^it is not there/)
  })

  it('leaves out drafts, and removes those of programs that died', async () => {
    const path = join(folder.path, 'drafts')
    mkdirSync(join(path, 'aa'), { recursive: true })
    writeFileSync(join(path, 'aa', '.new-old'), 'half')
    writeFileSync(join(path, 'aa', '.new-young'), 'half')
    writeFileSync(join(path, 'aa', 'whole'), 'whole')
    utimesSync(join(path, 'aa', '.new-old'), new Date('2020-01-01'), new Date('2020-01-01'))
    expect(await openFolder(path).list('', 10)).toEqual(['aa/whole'])
    expect(readdirSync(join(path, 'aa')).sort()).toEqual(['.new-young', 'whole'])
  })

  it('says that its path is no folder', async () => {
    const path = join(folder.path, 'file')
    writeFileSync(path, 'no folder')
    await expect(openFolder(path).put('x', Buffer.from('x'))).rejects.toThrow(/it is not a folder/)
    await expect(openFolder(path).get('x')).rejects.toThrow(/it is not a folder/)
  })
})

describe('a bucket in trouble', () => {
  const wrong = (keys: Partial<typeof given>) => bucket('', { ...given, ...keys })

  it.each([
    ['a wrong secret', () => wrong({ secretAccessKey: 'x' }), /AWS_SECRET_ACCESS_KEY is not the secret/],
    [
      'an unknown key',
      () => wrong({ accessKeyId: 'AKIDNONE' }),
      /does not know the key in AWS_ACCESS_KEY_ID/,
    ],
  ])('names %s', async (_, open, sentence) => {
    const store = open()
    await expect(store.put('x', Buffer.from('x'))).rejects.toThrow(sentence)
    await expect(store.get('x')).rejects.toThrow(sentence)
    await expect(store.list('', 1)).rejects.toThrow(sentence)
    await store.close()
  })

  it('names the region that the server names, and a bucket that is not there', async () => {
    const at = (text: string) =>
      openS3(parseDocumentsAddress(text) as S3Address, { credentials: given, region: 'us-west-9' })
    await expect(
      at(`s3://newsloom-test?endpoint=${server.endpoint}&style=path`).put('x', Buffer.from('x')),
    ).rejects.toThrow('the bucket is in the region eu-test-1: say region=eu-test-1')
    const other = at(`s3://another-bucket?endpoint=${server.endpoint}&region=eu-test-1`)
    const asks = [() => other.put('x', Buffer.from('x')), () => other.get('x'), () => other.list('', 1)]
    for (const ask of asks) await expect(ask()).rejects.toThrow('it has no bucket of that name')
  })

  it.each([
    ['reset', /closed the connection|other side closed|socket hang up/],
    [{ status: 503, code: 'SlowDown' }, /^it answers 503 \(SlowDown\)$/],
    [{ status: 403, code: 'AccessDenied' }, /^it forbids it: these credentials need s3:GetObject/],
    [{ status: 403, code: '' }, /^it forbids it/],
    [{ status: 400, code: 'ExpiredToken' }, /^AWS_SESSION_TOKEN has expired$/],
  ] as const)('says what %o means', async (trouble, sentence) => {
    const store = bucket()
    server.trouble = trouble
    await expect(store.put('x', Buffer.from('x'))).rejects.toThrow(sentence)
    server.trouble = null
    await store.put('x', Buffer.from('x'))
    await store.close()
  })

  it('says that nobody listens', async () => {
    const store = openS3(parseDocumentsAddress('s3://bucket?endpoint=http://127.0.0.1:1') as S3Address, {
      credentials: given,
      region: undefined,
    })
    await expect(store.get('x')).rejects.toThrow('nothing listens on that port')
    await store.close()
  })
})

describe('the address', () => {
  it.each([
    ['file:///var/lib/documents', { kind: 'folder', path: '/var/lib/documents', write: true }],
    ['file:///with%20blank?write=false', { kind: 'folder', path: '/with blank', write: false }],
    [
      's3://bucket',
      { kind: 's3', bucket: 'bucket', prefix: '', region: undefined, pathStyle: false, write: true },
    ],
    ['s3://b.ucket/a/b/?region=eu-west-1', { prefix: 'a/b/', region: 'eu-west-1', pathStyle: false }],
    ['s3://bucket/a?endpoint=http://h:9000&style=host', { prefix: 'a/', pathStyle: false }],
    ['s3://bucket/a?endpoint=http://h:9000', { prefix: 'a/', pathStyle: true }],
  ])('%s is read', (text, expected) => {
    expect(parseDocumentsAddress(text)).toMatchObject(expected)
  })

  it.each([
    ['/var/lib/documents', /of the form file:\/\/\/folder or s3:\/\/bucket/],
    ['gs://bucket', /of the form/],
    ['file://host/path', /three slashes/],
    ['file:///', /three slashes/],
    ['file:///a?region=x', /parameters write only \(region\)/],
    ['s3://KEY:secret@bucket/x', /without a key/],
    ['s3://bucket:9000/x', /name of a bucket/],
    ['s3://B_/x', /name of a bucket/],
    ['s3://bucket/x y', /letters, digits/],
    ['s3://bucket/a//b', /letters, digits/],
    ['s3://bucket?endpoint=host:9000', /endpoint=https:\/\/host/],
    ['s3://bucket?endpoint=ftp://host', /endpoint=https:\/\/host/],
    ['s3://bucket?style=x', /style=path or style=host/],
    ['s3://bucket?write=no', /write=true or write=false/],
    ['s3://bucket?regoin=x', /\(regoin\)/],
  ])('%s is refused', (text, sentence) => {
    expect(() => parseDocumentsAddress(text)).toThrow(sentence)
    expect(() => parseDocumentsAddress(text)).not.toThrow('secret')
  })

  it('leads to a host of the bucket, or a path', () => {
    const place = (text: string) =>
      openS3(parseDocumentsAddress(text) as S3Address, { credentials: given, region: undefined }).place
    expect(place('s3://bucket/a?region=eu-west-1')).toBe(
      'the bucket bucket (a/) at s3.eu-west-1.amazonaws.com',
    )
    expect(place('s3://bucket?endpoint=http://h:9000')).toBe('the bucket bucket at h:9000')
  })
})
