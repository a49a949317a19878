import { describe, expect, test } from 'vitest'
import { detectLanguage } from '../../../src/core/text/language.ts'
import { storedForm, wordCount } from '../../../src/core/text/normalize.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const segmented = (text: string) =>
  [...segmenter.segment(text)].filter((segment) => segment.isWordLike).length

describe('word count', () => {
  test.each([
    'The U.S. sold 1,000,000 “units” – at 10:30, e.g. 3.5% more.',
    "don't l'eau O’Hara 3rd a:b a_b x1.2 1.a a.1 1_000 soft\u00adhyphen C++ A&B @x #a ½ €5",
    'Москва и Κρήτη: naïve, coöperate; Straße…',
    '北京大学的学生 read 3 books',
    'ユニコード 한국어 문장입니다',
    'cafe\u0301 km² __init__ 👍🏽 ok',
    'A line that the table knows.\n\nOne with a → sign, 3 words and\n-more ½ \nand a last one',
    '',
    '—',
  ])('is that of Unicode segmentation: %s', (text) => {
    expect(wordCount(text)).toBe(segmented(text))
  })
})

test.each([
  ['an in-person, hour-long talk – at last', 6],
  ['半-自動 e-mail', 2],
])('a hyphenated compound is one word: %s', (text, words) => {
  expect(wordCount(text)).toBe(words)
})

test('a long run of blanks within a line is no work', () => {
  const blanks = ' '.repeat(300_000)
  expect(storedForm(`a${blanks}b${blanks}`)).toBe(`a${blanks}b`)
})

test('text is stored in one form', () => {
  expect(storedForm('  Cafe\u0301\u00a0\r\n\r\n\r\n\r\n\u200b next line\t\n')).toBe('Café\n\nnext line')
})

describe('language', () => {
  test.each([
    ['en', 'The government has said that it will not raise taxes for the people of the city this year.'],
    [
      'de',
      'Die Regierung hat gesagt, dass sie die Steuern für die Bürger in diesem Jahr nicht erhöhen wird.',
    ],
    [
      'fr',
      'Le gouvernement a dit que les impôts ne seraient pas augmentés pour les habitants de la ville cette année.',
    ],
    [
      'es',
      'El gobierno ha dicho que no subirá los impuestos a los habitantes de la ciudad durante este año.',
    ],
    ['pt', 'O governo disse que não vai aumentar os impostos para os moradores da cidade durante este ano.'],
    [
      'it',
      'Il governo ha detto che non aumenterà le tasse per gli abitanti della città nel corso di questo anno.',
    ],
    [
      'nl',
      'De regering heeft gezegd dat zij de belastingen voor de inwoners van de stad dit jaar niet zal verhogen.',
    ],
    ['sv', 'Regeringen har sagt att den inte ska höja skatten för invånarna i staden under det här året.'],
    ['da', 'Regeringen har sagt, at den ikke vil hæve skatten for borgerne i byen i løbet af dette år.'],
    ['nb', 'Regjeringen har sagt at den ikke vil øke skatten for innbyggerne i byen i løpet av dette året.'],
    [
      'fi',
      'Hallitus on sanonut, että se ei nosta veroja kaupungin asukkaille tänä vuonna, mutta se on vielä auki.',
    ],
    [
      'pl',
      'Rząd powiedział, że nie podniesie podatków dla mieszkańców miasta w tym roku, ale nie jest to pewne.',
    ],
    [
      'cs',
      'Vláda řekla, že letos nezvýší daně pro obyvatele města, ale není to jisté, protože se o tom jedná.',
    ],
    [
      'sk',
      'Vláda povedala, že tento rok nezvýši dane pre obyvateľov mesta, ale nie je to isté, pretože sa o tom rokuje.',
    ],
    [
      'ro',
      'Guvernul a spus că nu va crește impozitele pentru locuitorii orașului în acest an, dar nu este sigur.',
    ],
    ['hu', 'A kormány azt mondta, hogy nem emeli az adókat a város lakói számára, de ez még nem biztos.'],
    [
      'tr',
      'Hükümet bu yıl şehir sakinleri için vergileri artırmayacağını söyledi ancak bu henüz kesin değil.',
    ],
    [
      'id',
      'Pemerintah mengatakan bahwa pajak tidak akan naik untuk warga kota pada tahun ini, namun hal itu belum pasti.',
    ],
    ['vi', 'Chính phủ cho biết sẽ không tăng thuế đối với người dân thành phố trong năm nay và các năm sau.'],
    [
      'ru',
      'Правительство сообщило, что не будет повышать налоги для жителей города в этом году, но это ещё не решено.',
    ],
    [
      'uk',
      'Уряд повідомив, що не підвищуватиме податки для мешканців міста цього року, але це ще не вирішено.',
    ],
    ['bg', 'Правителството заяви, че няма да повишава данъците за жителите на града през тази година.'],
    [
      'sr',
      'Влада је рекла да неће повећати порезе за становнике града током ове године, али то није сигурно.',
    ],
    ['el', 'Η κυβέρνηση είπε ότι δεν θα αυξήσει τους φόρους για τους κατοίκους της πόλης.'],
    ['ar', 'قالت الحكومة إنها لن ترفع الضرائب على سكان المدينة خلال هذا العام'],
    ['fa', 'دولت گفت که مالیات را برای ساکنان شهر در این سال افزایش نخواهد داد و این تصمیم نهایی است'],
    ['ur', 'حکومت نے کہا ہے کہ وہ اس سال شہر کے لوگوں کے لیے ٹیکس میں اضافہ نہیں کرے گی'],
    ['he', 'הממשלה אמרה כי היא לא תעלה את המסים על תושבי העיר השנה'],
    ['hi', 'सरकार ने कहा है कि वह इस साल शहर के लोगों के लिए कर नहीं बढ़ाएगी'],
    ['th', 'รัฐบาลกล่าวว่าจะไม่ขึ้นภาษีในปีนี้'],
    ['zh', '政府表示，今年不会提高市民的税收。'],
    ['ja', '政府は今年、市民の税金を上げないと述べた。'],
    ['ko', '정부는 올해 시민들의 세금을 올리지 않겠다고 말했다.'],
    [null, '12 + 30'],
    [null, 'Xyz'],
  ])('%s', (language, text) => {
    expect(detectLanguage(text)).toBe(language)
  })
})
