import { describe, expect, test } from 'vitest'
import { decodeBytes, headerLabel } from '../../../src/core/fetching/charset.ts'
import { htmlTitle } from '../../../src/core/sources/discover.ts'

/** Encodes with the decoder's own table, so that no encoder library is needed. */
function encode(text: string, charset: string): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(text)
  const table = new Map<string, number[]>()
  const decoder = new TextDecoder(charset)
  for (let a = 0; a < 256; a++) {
    const one = decoder.decode(Uint8Array.of(a))
    if (one.length === 1 && one !== '\uFFFD' && !table.has(one)) table.set(one, [a])
  }
  if (/gb|big5|euc|jis/.test(charset))
    for (let a = 0x81; a < 0xff; a++)
      for (let b = 0x40; b < 0xff; b++) {
        const two = decoder.decode(Uint8Array.of(a, b))
        if (two.length === 1 && two !== '\uFFFD' && !table.has(two)) table.set(two, [a, b])
      }
  return Uint8Array.from([...text].flatMap((char) => table.get(char) ?? [0x3f]))
}

const russian = 'Совет утвердил новый порядок работы рынков на будущий год'
const chinese = '他说这个国家的人民在新的一年会有更好的生活,我们不是来这里看的'
const page = (text: string, head = '') =>
  `<html><head>${head}<title>${text}</title></head><body>${text}</body></html>`

describe('what the document says', () => {
  test.each([
    ['header', russian, 'windows-1251', 'text/html; charset=windows-1251', ''],
    ['meta', russian, 'koi8-r', 'text/html', '<meta charset="koi8-r">'],
    [
      'late meta',
      russian,
      'windows-1251',
      'text/html',
      `<script>${' '.repeat(5000)}</script><meta charset=windows-1251>`,
    ],
    [
      'unknown label, then meta',
      russian,
      'windows-1251',
      'text/html; charset=cyrillic-x',
      '<meta charset="cp1251">',
    ],
    [
      'meta says utf-8, bytes are not',
      russian,
      'windows-1251',
      'text/html; charset=windows-1251',
      '<meta charset="utf-8">',
    ],
    [
      'header says utf-8, meta is right',
      russian,
      'windows-1251',
      'text/html; charset=utf-8',
      '<meta charset="windows-1251">',
    ],
    [
      'header says latin1, meta is right',
      russian,
      'windows-1251',
      'text/html; charset=iso-8859-1',
      '<meta charset="windows-1251">',
    ],
    ['header says gbk, bytes are UTF-8', chinese, 'utf-8', 'text/html; charset=gbk', ''],
    [
      'Latin 1 that happens to be UTF-8 too',
      'Viel Spaß«',
      'windows-1252',
      'text/html; charset=iso-8859-1',
      '',
    ],
    ['header says latin1, bytes are UTF-8', russian, 'utf-8', 'text/html; charset=iso-8859-1', ''],
    [
      'gb2312 means gbk',
      chinese,
      'gbk',
      'text/html',
      '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
    ],
  ])('%s', (_name, text, charset, contentType, head) => {
    const decoded = decodeBytes(encode(page(text, head), charset), { contentType, kind: 'html' })
    expect(htmlTitle(decoded.text)).toBe(text)
    expect(decoded.charset).toBe(charset)
  })
})

describe('no label', () => {
  test.each([
    [russian, 'windows-1251'],
    [russian, 'koi8-r'],
    [russian, 'utf-8'],
    [chinese, 'gb18030'],
    ['これは新しい予算の話です。カメラとテレビの', 'shift_jis'],
    ['これは新しい予算の話です。カメラとテレビの', 'euc-jp'],
    ['정부는 내년 예산안을 국회에 제출하고 이를 설명했다', 'euc-kr'],
    ['Η κυβέρνηση είπε ότι τα νέα μέτρα αρχίζουν αύριο', 'windows-1253'],
    ['הממשלה אישרה אתמול את התקציב החדש של המדינה', 'windows-1255'],
    ['أعلنت الحكومة اليوم خطة جديدة لدعم الاقتصاد في البلاد', 'windows-1256'],
    ['รัฐบาลประกาศมาตรการใหม่เพื่อช่วยเหลือประชาชนในปีหน้า', 'windows-874'],
    ['Żółw śpiewał pięknie, a łąka była zielona i ciągnęła się źle', 'windows-1250'],
    ['Après l’été, la forêt brûlée renaît où l’on espérait', 'windows-1252'],
  ])('%s as %s', (text, charset) => {
    const decoded = decodeBytes(encode(page(text), charset), { kind: 'html' })
    expect(decoded.text).toContain(text)
  })

  test.each([
    ['A caf\xe9 in the old town', 'A café in the old town'],
    ['She said \x93no\x94 \x96 twice', 'She said “no” – twice'],
    ['\x1b$B%K%e!<%9\x1b(B', 'ニュース'],
  ])('%j among ASCII', (source, text) => {
    expect(decodeBytes(Buffer.from(page(source), 'latin1'), { kind: 'html' }).text).toContain(text)
  })

  test('a UTF-8 text with a broken byte stays UTF-8', () => {
    const bytes = encode(page(russian), 'utf-8')
    const broken = Uint8Array.from([...bytes.subarray(0, 40), 0xff, ...bytes.subarray(40)])
    const decoded = decodeBytes(broken, { kind: 'html' })
    expect(decoded.charset).toBe('utf-8')
    expect(decoded.text).toContain('порядок')
  })
})

test.each([
  ['utf-16le', Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>ž</a>', 'utf16le')],
  ['utf-16be', Buffer.from('\uFEFF<a>ž</a>', 'utf16le').swap16()],
  ['utf-32be', Buffer.from([0, 0, 0, 0x3c, 0, 0, 0, 0x61, 0, 0, 0, 0x3e, 0, 0, 0x01, 0x7e])],
  ['windows-1250', Buffer.from('<?xml version="1.0" encoding="windows-1250"?><a>\x9e</a>', 'latin1')],
])('XML as %s', (charset, bytes) => {
  const decoded = decodeBytes(bytes, { kind: 'xml' })
  expect(decoded.charset).toBe(charset)
  expect(decoded.text).toContain('ž')
})

test.each([
  ['text/html; charset="utf-8"', 'utf-8'],
  ["text/html;charset='koi8-r'", 'koi8-r'],
  ['text/html; Charset = gbk; boundary=x', 'gbk'],
  ['text/html', null],
  [null, null],
])('headerLabel %s', (header, label) => {
  expect(headerLabel(header)).toBe(label)
})

test('htmlTitle skips the titles of pictures', () => {
  expect(htmlTitle('<svg><title>Logo</title></svg><TITLE>\n A &amp; B </TITLE>')).toBe('A & B')
  expect(htmlTitle('<p>no title')).toBeNull()
})

describe('encoded twice', () => {
  const twice = (text: string, as: 'latin1' | 'windows-1252'): string => {
    const bytes = new TextEncoder().encode(text)
    return as === 'windows-1252'
      ? new TextDecoder('windows-1252').decode(bytes)
      : String.fromCharCode(...bytes)
  }
  const mayor = 'The mayor’s office said – again – that “no café” would close'
  const read = (text: string): string => decodeBytes(new TextEncoder().encode(text), { kind: 'html' }).text

  test.each(['latin1', 'windows-1252'] as const)('UTF-8 that was read as %s and saved again', (as) => {
    expect(read(page(twice(mayor, as)))).toBe(page(mayor))
  })
  test('in a part of the page only', () => {
    expect(read(page(`Größe 12 – ${twice(mayor, 'latin1')}`))).toBe(page(`Größe 12 – ${mayor}`))
  })
  test.each([
    ['capitals of Portuguese', 'NÃO HÁ PÃO, SÃO JOÃO DE MERITI'],
    ['an accent before a quote', 'le thé “vert” à «Paris» – où, là ?'],
  ])('%s stays', (_, text) => {
    expect(read(page(text))).toBe(page(text))
  })
  test('a single one stays: a text may speak of it', () => {
    expect(read('He typed â€™ and wondered')).toBe('He typed â€™ and wondered')
  })
})
