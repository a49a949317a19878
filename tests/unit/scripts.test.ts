import { describe, expect, it } from 'vitest'
import { extractHtml } from '../../src/core/article/read-page.ts'
import { textShape } from '../../src/core/body/text-shape.ts'
import { wordCount } from '../../src/core/text/normalize.ts'

/** Of each script: its name and language, a headline, a sentence with a comma and a quotation, and the sentence's words. */
const scripts: readonly (readonly [string, string, string, string, number])[] = [
  [
    'Latin',
    'fr',
    'Le pont rouvre enfin',
    'Après onze ans, le vieux pont rouvre, dit la maire : « Il tiendra. »',
    12,
  ],
  [
    'Cyrillic',
    'ru',
    'Мост снова открыт',
    'Через одиннадцать лет старый мост снова открыт, сказала мэр: «Он выдержит всё».',
    12,
  ],
  [
    'Greek',
    'el',
    'Η γέφυρα άνοιξε ξανά',
    'Μετά από έντεκα χρόνια η παλιά γέφυρα άνοιξε, είπε η δήμαρχος: «Θα αντέξει».',
    13,
  ],
  [
    'Arabic',
    'ar',
    'الجسر يفتح من جديد',
    'بعد أحد عشر عاما فتح الجسر القديم أبوابه من جديد، وقالت العمدة: «سيصمد طويلا».',
    14,
  ],
  [
    'Hebrew',
    'he',
    'הגשר נפתח מחדש',
    'אחרי אחת עשרה שנים נפתח הגשר הישן מחדש, אמרה ראש העיר: "הוא יחזיק מעמד".',
    14,
  ],
  ['Devanagari', 'hi', 'पुल फिर से खुला', 'ग्यारह साल बाद पुराना पुल फिर से खुल गया, महापौर ने कहा, "यह टिकेगा।"', 14],
  ['Chinese', 'zh', '老桥重新开放', '关闭十一年之后，老桥星期二重新开放，市长说：“它会一直站在这里。”', 0],
  [
    'Japanese',
    'ja',
    '古い橋が再び開通した',
    '十一年ぶりに、古い橋が火曜日に再び開通し、市長は「この橋は長く持つ」と語った。',
    0,
  ],
  [
    'Korean',
    'ko',
    '옛 다리가 다시 열렸다',
    '십일 년 만에 옛 다리가 화요일에 다시 열렸고, 시장은 "오래 버틸 것"이라고 말했다.',
    0,
  ],
  [
    'Thai',
    'th',
    'สะพานเก่าเปิดอีกครั้ง',
    'หลังจากปิดไปสิบเอ็ดปี สะพานเก่าเปิดอีกครั้งในวันอังคาร นายกเทศมนตรีกล่าวว่า “มันจะอยู่ได้นาน”',
    0,
  ],
]

describe.each(scripts)('%s', (_script, language, title, sentence, words) => {
  it('has its words counted', () => {
    const count = wordCount(sentence)
    // Where words stand without blanks, segmentation by dictionary decides: it finds several, and fewer than signs.
    if (words) expect(count).toBe(words)
    else expect(count).toBeGreaterThan(7)
    expect(count).toBeLessThan([...sentence].length / 1.4)
  })

  it('has sentences that weigh as prose', () => {
    const shape = textShape(sentence)
    expect(shape.endsSentence).toBe(true)
    expect(shape.terminators).toBeGreaterThan(0)
    expect(shape.size).toBeGreaterThan(45)
  })

  it('gives an article: headline, text, language', () => {
    const paragraphs = Array.from({ length: 4 }, () => `<p>${sentence} ${sentence}</p>`)
    const menu = Array.from(
      { length: 12 },
      (_, i) => `<li><a href="/${i}">${title.slice(0, 4)}</a></li>`,
    ).join('')
    const { record } = extractHtml(
      `<!doctype html><html lang="${language}"><head><title>${title} | Quay</title></head><body><ul>${menu}</ul><main><article><h1>${title}</h1>${paragraphs.join('')}</article></main></body></html>`,
      { url: 'https://www.quaycourier.example/bridge' },
    )
    expect(record).toMatchObject({ title, language, kind: 'article' })
    expect(record.body?.split('\n\n')).toHaveLength(4)
  })
})
