import { describe, expect, test } from 'vitest'
import { parseCredit } from '../../../src/core/people/photo-credit.ts'
import { parseDateline } from '../../../src/core/places/dateline.ts'

describe('datelines that need more than their own words', () => {
  const news =
    'Die Bank hat am Montag ihr neues Haus bezogen, ein halbes Jahr später als sie im Frühling sagte.'

  test('a place alone is a sentence before a paragraph', () => {
    expect(parseDateline(`Kassel. ${news}`)).toMatchObject({ raw: 'Kassel.', city: 'Kassel', rest: news })
  })
  test('but not before another fragment', () => {
    expect(parseDateline('Kassel. Ein Nachruf.')).toBeNull()
  })
  test('nor when the sentence goes on', () => {
    expect(parseDateline(`Kassel hat gewählt. ${news}`)).toBeNull()
  })
  test.each([
    [null, 'PR'],
    ['AR', 'AR'],
    ['DE', 'PR'],
  ])('of namesakes the one at home (%s) is meant', (home, country) => {
    expect(parseDateline('SAN JUAN.- El banco abrió', home)).toMatchObject({ city: 'San Juan', country })
  })
})

describe('credits of institutions', () => {
  test.each([
    ['Der Hals. Foto: Institut für Hochbau', 'Institut für Hochbau'],
    ['The neck. Photo: Ann Lee for The Morning', 'Ann Lee, The Morning'],
  ])('%s', (caption, credit) => {
    expect(parseCredit(caption)).toMatchObject({ credit })
  })
})

describe('datelines', () => {
  test.each([
    ['OSLO, Norway-British envoys met', 'OSLO, Norway-', 'Oslo', 'NO', 'British envoys met', []],
    [
      'LONDON, March 5 (Reuters) - The bank',
      'LONDON, March 5 (Reuters) -',
      'London',
      'GB',
      'The bank',
      ['Reuters'],
    ],
    [
      'Berlin/München (dpa/lby) - Die Bank',
      'Berlin/München (dpa/lby) -',
      'Berlin',
      'DE',
      'Die Bank',
      ['dpa'],
    ],
    ['Quito | El banco central', 'Quito |', 'Quito', 'EC', 'El banco central', []],
    ['Oberwald (dpa) – Die Bank', 'Oberwald (dpa) –', 'Oberwald', null, 'Die Bank', ['dpa']],
    ['SALEM, Ore. (AP) — The bank', 'SALEM, Ore. (AP) —', 'Salem', 'US', 'The bank', ['AP']],
    ['NEW DELHI: The bank', 'NEW DELHI:', 'New Delhi', 'IN', 'The bank', []],
    ['Madrid, 5 mar (EFE).- El banco', 'Madrid, 5 mar (EFE).-', 'Madrid', 'ES', 'El banco', ['EFE']],
    ['(ANSA) - ROMA, 05 MAR - La banca', '(ANSA) - ROMA, 05 MAR -', 'Rome', 'IT', 'La banca', ['ANSA']],
    ['МОСКВА, 5 марта. /ТАСС/. Банк', 'МОСКВА, 5 марта. /ТАСС/.', 'Moscow', 'RU', 'Банк', ['TASS']],
    [
      'Москва. 5 марта. INTERFAX.RU - Банк',
      'Москва. 5 марта. INTERFAX.RU -',
      'Moscow',
      'RU',
      'Банк',
      ['Interfax'],
    ],
    [
      'Budapest, 2024. március 5. (MTI) - A bank',
      'Budapest, 2024. március 5. (MTI) -',
      'Budapest',
      'HU',
      'A bank',
      ['MTI'],
    ],
    [
      '新华社北京5月20日电（记者张三）银行',
      '新华社北京5月20日电（记者张三）',
      'Beijing',
      'CN',
      '银行',
      ['Xinhua'],
    ],
    [
      '(서울=연합뉴스) 홍길동 기자 = 은행이',
      '(서울=연합뉴스) 홍길동 기자 =',
      'Seoul',
      'KR',
      '은행이',
      ['Yonhap'],
    ],
    ['【北京=共同】銀行は', '【北京=共同】', 'Beijing', 'CN', '銀行は', ['Kyodo']],
    ['القاهرة - رويترز - قال البنك', 'القاهرة - رويترز -', 'Cairo', 'EG', 'قال البنك', ['Reuters']],
    ['Kiel (xyz) - Die Bank', 'Kiel (xyz) -', 'Kiel', 'DE', 'Die Bank', []],
    ['(Reuters) - The bank', '(Reuters) -', null, null, 'The bank', ['Reuters']],
  ])('%s', (text, raw, city, country, rest, agencies) => {
    const found = parseDateline(text)
    expect(found).toMatchObject({ raw, city, country, rest })
    expect(found?.agencies.map(({ name }) => name)).toEqual(agencies)
  })

  test.each([
    'On Wednesday, the secretary met his colleague',
    'Moscow-based analysts say so',
    'WASHINGTON-based analysts say so',
    'China-Russia relations are good',
    'COVID-19 cases rose',
    'BREAKING — The president has spoken',
    'Paris Hilton — The star has spoken',
    'London is a city - and a large one',
    'LONDON -',
    '',
  ])('none: %s', (text) => {
    expect(parseDateline(text)).toBeNull()
  })
})

describe('photo credits', () => {
  test.each([
    [
      'Two men meet in Oslo, Norway, on Monday. ANN LEE/REUTERS',
      'Two men meet in Oslo, Norway, on Monday.',
      'Ann Lee',
      'Reuters',
    ],
    ['Two men meet. (Photo by Ann Lee/Getty Images)', 'Two men meet.', 'Ann Lee', 'Getty Images'],
    ['Two men meet. [Photo/Xinhua]', 'Two men meet.', null, 'Xinhua'],
    ['Two men meet (AP Photo/Ann Lee)', 'Two men meet', 'Ann Lee', 'AP'],
    ['Zwei Männer. | Bild: dpa/Anna Müller', 'Zwei Männer.', 'Anna Müller', 'dpa'],
    ['Zwei Männer. © picture alliance', 'Zwei Männer.', null, 'picture alliance'],
    ['AFP PHOTO / ANN LEE', '', 'Ann Lee', 'AFP'],
    ['Мужчины. Фото: Иван Петров/ТАСС', 'Мужчины.', 'Иван Петров', 'TASS'],
    ['Joe Biden – EPA/ANN LEE', 'Joe Biden', 'Ann Lee', 'EPA'],
    ['两人会面。新华社记者 张三 摄', '两人会面。', '张三', 'Xinhua'],
    ['The new app. UPI Payment App', 'The new app. UPI Payment App', null, null],
    ['The secretary, Ann Lee', 'The secretary, Ann Lee', null, null],
    ['The mayor speaks (left)', 'The mayor speaks (left)', null, null],
    ['They said in a photo: we win.', 'They said in a photo: we win.', null, null],
  ])('%s', (caption, text, credit, agency) => {
    expect(parseCredit(caption)).toEqual({ text, credit, agency })
  })
})
