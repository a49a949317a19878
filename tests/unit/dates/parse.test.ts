import { describe, expect, test } from 'vitest'
import { parseDate } from '../../../src/core/dates/parse.ts'

const now = new Date('2024-03-06T12:00:00Z')

describe('feed dates', () => {
  test.each([
    ['Tue, 05 Mar 2024 08:30:15 GMT', '2024-03-05T08:30:15Z', 'second'],
    ['Tue,05 March 2024 08:30:15 EST', '2024-03-05T13:30:15Z', 'second'],
    ['Tue, 5 Mar 24 08:30 +0530', '2024-03-05T03:00:00Z', 'minute'],
    ['Tue, 16 Jul 2024 08:30:00 ET', '2024-07-16T12:30:00Z', 'second'],
    ['Tue Mar  5 08:30:15 2024', '2024-03-05T08:30:15Z', 'second'],
    ['Tue Mar 05 08:30:15 +0100 2024', '2024-03-05T07:30:15Z', 'second'],
    ['Tue Mar 05 2024 08:30:15 GMT+0100 (Central European Standard Time)', '2024-03-05T07:30:15Z', 'second'],
    ['Tuesday, 05-Mar-24 08:30:15 UTC', '2024-03-05T08:30:15Z', 'second'],
    ['05/Mar/2024:08:30:15 -0700', '2024-03-05T15:30:15Z', 'second'],
    ['3/5/2024 8:30:15 PM', '2024-03-05T20:30:15Z', 'second'],
    ['2024-03-05T08:30:15.123456+01:00', '2024-03-05T07:30:15Z', 'second'],
    ['2024-03-05T08:30Z', '2024-03-05T08:30:00Z', 'minute'],
    ['2024-03-05T08:30:15+00:00Z', '2024-03-05T08:30:15Z', 'second'],
    ['20240305T083015Z', '2024-03-05T08:30:15Z', 'second'],
    ['2024-065', '2024-03-05T00:00:00Z', 'day'],
    ['2024-03-05T24:00:00Z', '2024-03-06T00:00:00Z', 'second'],
    ['Tue, 05 Mar 2024 08:30:15 Europe/Paris', '2024-03-05T07:30:15Z', 'second'],
    ['Вт, 05 мар 2024 08:30:15 +0300', '2024-03-05T05:30:15Z', 'second'],
    ['mar., 05 mars 2024 08:30:15 +0100', '2024-03-05T07:30:15Z', 'second'],
    ['1709627415', '2024-03-05T08:30:15Z', 'second'],
    ['2024-03', '2024-03-01T00:00:00Z', null],
  ])('%s', (text, instant, precision) => {
    expect(parseDate(text, { context: 'feed' })).toMatchObject({ instant, precision })
  })

  test.each([
    'Tue, 05 Mrx 2024 08:30:15 GMT',
    'Tue, 05 Mar xx 08:30:15 GMT',
    'Sat, 30 Feb 2024 08:30:15 GMT',
    '2024-03-05T26:30:15Z',
    '2024-03-05T08:72:15Z',
    '2024-03-05T08:30:15Zebra',
    'Tue, 05 Mar 2024 08:30:15 +ab:00',
    'Tue, 05 Mar 2024 8:3:1:5 GMT',
    'soon',
    '',
  ])('%s is no date', (text) => {
    expect(parseDate(text, { context: 'feed', now }).instant).toBeNull()
  })
})

describe('dates in lines of pages', () => {
  test.each([
    ['de', 'Stand: 05.03.2024, 08.30 Uhr', '2024-03-05T08:30:00Z'],
    ['de', 'Stand: 6. März 2024 | Erstveröffentlichung: 5. März 2024', '2024-03-05T00:00:00Z'],
    ['de', '08:30 Uhr am 5. März 2024', '2024-03-05T08:30:00Z'],
    ['de', '05 | 03 | 2024', '2024-03-05T00:00:00Z'],
    ['fr', '5 · 3 · 2024', '2024-03-05T00:00:00Z'],
    ['fr', 'mar. 5 mars 2024 à 8h30', '2024-03-05T08:30:00Z'],
    ['fr', 'Mis à jour le 6 mars 2024 à 10h00 - Publié le 5 mars 2024 à 08h30', '2024-03-05T08:30:00Z'],
    ['es', 'martes, 5 de marzo de 2024 - 08:30 p. m.', '2024-03-05T20:30:00Z'],
    ['ca', "5 d'abril de 2024", '2024-04-05T00:00:00Z'],
    ['pt', '05/03/2024 08h30 Atualizado 06/03/2024 09h00', '2024-03-05T08:30:00Z'],
    ['it', 'martedì 5 marzo 2024 alle ore 8.30', '2024-03-05T08:30:00Z'],
    ['nl', 'di 5 mrt. 2024 om 8.30 uur', '2024-03-05T08:30:00Z'],
    ['pl', '5 października 2024, godz. 8:30', '2024-10-05T08:30:00Z'],
    ['pl', '5 listopada 2024', '2024-11-05T00:00:00Z'],
    ['hr', '5. listopada 2024. u 08:30', '2024-10-05T08:30:00Z'],
    ['cs', 'úterý 5. 3. 2024 v 8:30', '2024-03-05T08:30:00Z'],
    ['hu', '2024. március 5., kedd 08:30', '2024-03-05T08:30:00Z'],
    ['lv', '2024. gada 5. marts', '2024-03-05T00:00:00Z'],
    ['lt', '2024 m. kovo 5 d. 08:30', '2024-03-05T08:30:00Z'],
    ['eu', '2024ko martxoaren 5a', '2024-03-05T00:00:00Z'],
    ['ru', '5 марта 2024 г. в 08:30 (МСК)', '2024-03-05T05:30:00Z'],
    ['uk', '5 серпня 2024', '2024-08-05T00:00:00Z'],
    ['el', 'Τρίτη, 05 Μαρτίου 2024 08:30 μ.μ.', '2024-03-05T20:30:00Z'],
    ['tr', '5 Mart 2024 Salı 08:30', '2024-03-05T08:30:00Z'],
    ['fi', '5.3.2024 klo 8.30', '2024-03-05T08:30:00Z'],
    ['vi', 'Ngày 5 tháng 3 năm 2024 08:30 (GMT+7)', '2024-03-05T01:30:00Z'],
    ['id', 'Selasa, 05 Mar 2024 | 08.30 WIB', '2024-03-05T01:30:00Z'],
    ['th', '5 มี.ค. 2567 เวลา 08.30 น.', '2024-03-05T08:30:00Z'],
    ['th', '5 ม.ค. 67', '2024-01-05T00:00:00Z'],
    ['zh', '2024年3月5日 下午3:20', '2024-03-05T15:20:00Z'],
    ['zh', '二〇二四年三月五日', '2024-03-05T00:00:00Z'],
    ['zh', '民國113年3月5日', '2024-03-05T00:00:00Z'],
    ['ja', '令和6年3月5日 午前8時30分', '2024-03-05T08:30:00Z'],
    ['ja', '令和元年5月1日', '2019-05-01T00:00:00Z'],
    ['ko', '입력 2024. 3. 5. 오후 3:20', '2024-03-05T15:20:00Z'],
    ['ar', 'الثلاثاء ٥ كانون الثاني ٢٠٢٤ - ٠٨:٣٠ م', '2024-01-05T20:30:00Z'],
    ['ar', '5 تشرين الأول/أكتوبر 2024', '2024-10-05T00:00:00Z'],
    ['ar', '24 شعبان 1445 هـ - 5 مارس 2024 م', '2024-03-05T00:00:00Z'],
    ['fa', '۱۵ اسفند ۱۴۰۲ - ۰۸:۳۰', '2024-03-05T08:30:00Z'],
    ['fa', '۱۴۰۳/۰۱/۰۱', '2024-03-20T00:00:00Z'],
    ['he', '5 במרץ 2024, 08:30', '2024-03-05T08:30:00Z'],
    ['hi', '५ मार्च २०२४, 08:30 AM IST', '2024-03-05T03:00:00Z'],
    ['mn', '2024 оны 3-р сарын 5', '2024-03-05T00:00:00Z'],
    [
      'en',
      'Published 8:30 a.m. ET March 5, 2024 | Updated 9:45 a.m. ET March 6, 2024',
      '2024-03-05T13:30:00Z',
    ],
    ['en', '5th of March, 2024', '2024-03-05T00:00:00Z'],
    ['en', '202403050830', '2024-03-05T08:30:00Z'],
  ])('%s: %s', (language, text, instant) => {
    expect(parseDate(text, { language }).instant).toBe(instant)
  })

  test.each([
    '2005-2006',
    '10:30',
    '36/14/2024',
    'March 2024',
    'Version 1.2.3.4',
    'February 30 2024',
    '5 March',
  ])('%s is no date', (text) => {
    expect(parseDate(text, { language: 'en' }).instant).toBeNull()
  })

  test.each([
    ['en', undefined, '05/03/2024', '2024-05-03'],
    ['en-GB', undefined, '05/03/2024', '2024-03-05'],
    ['en', 'Europe/London', '05/03/2024', '2024-03-05'],
    ['en', undefined, '05/03/2024 - 14:02', '2024-03-05'],
    ['en', undefined, '05.03.2024', '2024-03-05'],
    ['fr', 'America/Montreal', '05/03/2024', '2024-03-05'],
    ['en', undefined, '05/13/2024', '2024-05-13'],
  ])('%s %s: %s is %s', (language, timezone, text, day) => {
    expect(parseDate(text, { language, timezone }).local_date).toBe(day)
  })
})

describe('zones', () => {
  test('a text without a zone takes the outlet’s', () => {
    expect(parseDate('Tue 5 Mar 2024 | 10:30 AM', { timezone: 'Africa/Cairo' })).toEqual({
      instant: '2024-03-05T08:30:00Z',
      local: '2024-03-05T10:30:00+02:00',
      local_date: '2024-03-05',
      precision: 'minute',
      tz_source: 'outlet',
    })
  })

  test('a bare day starts at its local midnight', () => {
    expect(parseDate('2024-03-05', { timezone: 'Asia/Shanghai' })).toEqual({
      instant: '2024-03-04T16:00:00Z',
      local: '2024-03-05',
      local_date: '2024-03-05',
      precision: 'day',
      tz_source: 'outlet',
    })
  })

  test('an instant is told in the outlet’s own time', () => {
    expect(parseDate('2024-03-05T22:30:00Z', { timezone: 'Asia/Kathmandu' })).toMatchObject({
      local: '2024-03-06T04:15:00+05:45',
      tz_source: 'text',
    })
  })

  test.each([
    ['2024-03-31 02:30', '2024-03-31T01:30:00Z'], // skipped by the clock
    ['2024-10-27 02:30', '2024-10-27T00:30:00Z'], // occurs twice
    ['2024-07-01 00:00', '2024-06-30T22:00:00Z'],
  ])('around summer time: %s', (text, instant) => {
    expect(parseDate(text, { timezone: 'Europe/Berlin' }).instant).toBe(instant)
  })

  test.each([
    ['Asia/Kolkata', '2024-03-05T05:00:00Z'],
    ['Asia/Jerusalem', '2024-03-05T08:30:00Z'],
    [undefined, '2024-03-05T05:00:00Z'],
  ])('IST for an outlet in %s', (timezone, instant) => {
    expect(parseDate('March 5, 2024 at 10:30 IST', { language: 'en', timezone }).instant).toBe(instant)
  })

  test('a zone that does not exist is as none', () => {
    expect(parseDate('2024-03-05 10:30', { timezone: 'Mars/Olympus' }).tz_source).toBe('assumed_utc')
  })
})

describe('relative to now', () => {
  test.each([
    ['en', '3 hours ago', '2024-03-06T09:00:00Z', 'hour'],
    ['en', '25 min ago', '2024-03-06T11:35:00Z', 'minute'],
    ['en', 'Yesterday at 5pm', '2024-03-05T17:00:00Z', 'hour'],
    ['de', 'vor einer Stunde', '2024-03-06T11:00:00Z', 'hour'],
    ['de', 'Gestern, 17:05 Uhr', '2024-03-05T17:05:00Z', 'minute'],
    ['fr', 'Publié hier à 18h30', '2024-03-05T18:30:00Z', 'minute'],
    ['fr', 'il y a 2 jours', '2024-03-04T00:00:00Z', 'day'],
    ['es', 'Hace 3 días', '2024-03-03T00:00:00Z', 'day'],
    ['sv', 'i går 17:05', '2024-03-05T17:05:00Z', 'minute'],
    ['ru', '3 часа назад', '2024-03-06T09:00:00Z', 'hour'],
    ['zh', '3小时前', '2024-03-06T09:00:00Z', 'hour'],
    ['ja', '3時間前', '2024-03-06T09:00:00Z', 'hour'],
    ['ko', '3시간 전', '2024-03-06T09:00:00Z', 'hour'],
    ['ar', 'منذ 3 ساعات', '2024-03-06T09:00:00Z', 'hour'],
    ['fa', '۳ ساعت پیش', '2024-03-06T09:00:00Z', 'hour'],
    ['de', '5. März, 20:15 Uhr', '2024-03-05T20:15:00Z', 'minute'],
    ['en', 'Dec 24', '2023-12-24T00:00:00Z', 'day'],
  ])('%s: %s', (language, text, instant, precision) => {
    expect(parseDate(text, { language, now })).toMatchObject({ instant, precision })
    expect(parseDate(text, { language }).instant).toBeNull()
  })
})
