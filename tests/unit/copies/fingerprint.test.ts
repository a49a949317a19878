import { describe, expect, test } from 'vitest'
import { fingerprint, LEAD_HASHES, TEXT_HASHES } from '../../../src/core/copies/fingerprint.ts'
import { comparableForm, digestText } from '../../../src/core/text/digest.ts'

const paragraph = (n: number): string =>
  `Harbour officials counted ${n * 7} crates on pier ${n} before the ferry Aurora left for Westhaven, while Captain Lena Osei asked the port council for two more tugs.`
const report = Array.from({ length: 12 }, (_, i) => paragraph(i + 1)).join('\n\n')

describe('normalised text', () => {
  test.each([
    ['curly and straight apostrophes', 'the mayor’s plan', 'the mayors plan'],
    ['soft hyphens and zero-width spaces', 'ferry\u00adman\u200b', 'ferryman'],
    ['ligatures', 'ﬁve ﬁshermen', 'five fishermen'],
    ['entities', 'Brown &amp; Sons said &quot;no&quot;&#46;', 'Brown & Sons said "no".'],
  ])('%s', (_, given, expected) => {
    expect(comparableForm(given)).toBe(expected)
  })
})

describe('fingerprint', () => {
  test('keeps 32 hashes of the text and 16 of its lead, in signed 64 bits', () => {
    const print = fingerprint(digestText(report))!
    expect(print.hashes).toHaveLength(TEXT_HASHES)
    expect(print.leadHashes).toHaveLength(LEAD_HASHES)
    for (const hash of print.hashes) expect(BigInt.asIntN(64, hash)).toBe(hash)
  })

  test('is the same for a text in another typesetting', () => {
    const other = report.replaceAll('Captain', 'Cap\u00adtain').replaceAll(' ', '\u00a0')
    expect(fingerprint(digestText(other))).toEqual(fingerprint(digestText(report)))
  })

  test('an excerpt shares keys with the whole', () => {
    const excerpt = fingerprint(digestText(report.split('\n\n').slice(0, 2).join('\n\n')))!
    const whole = fingerprint(digestText(report))!
    const keys = new Set([...whole.hashes, ...whole.leadHashes])
    expect(
      [...excerpt.hashes, ...excerpt.leadHashes].filter((hash) => keys.has(hash)).length,
    ).toBeGreaterThanOrEqual(2)
  })

  test('a title alone has none', () => {
    expect(fingerprint(digestText('Ferry Aurora leaves Westhaven'))).toBeNull()
  })

  test.each([
    ['Chinese', '港口官员周二表示渡轮已经离开西港码头并将于周三返回。'.repeat(4)],
    ['Japanese', '港の当局者は火曜日、フェリーが西港を出発し水曜日に戻ると述べた。'.repeat(4)],
    ['Thai', 'เจ้าหน้าที่ท่าเรือกล่าวเมื่อวันอังคารว่าเรือข้ามฟากออกจากท่าแล้วและจะกลับมาในวันพุธ'.repeat(4)],
  ])('%s is cut into words although nothing parts them', (_, text) => {
    expect(digestText(text).words.length).toBeGreaterThan(30)
    expect(fingerprint(digestText(text))).not.toBeNull()
  })
})
