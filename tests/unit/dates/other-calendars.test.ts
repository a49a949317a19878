import { expect, test } from 'vitest'
import { parseDate } from '../../../src/core/dates/parse.ts'

test.each([
  ['15 رمضان 1445 هـ', 'ar', '2024-03-25'],
  ['١ محرم ١٤٤٦', 'ar', '2024-07-07'],
  ['الاثنين 15 شهر رمضان 1445', 'ar', '2024-03-25'],
  ['9 ذو الحجة، 1445هـ', 'ar', '2024-06-15'],
  ['25 مارس 2024 الموافق 16 رمضان 1445', 'ar', '2024-03-25'],
  ['२०८० फागुन २२', 'ne', '2024-03-05'],
  ['२०८१ वैशाख १ गते', 'ne', '2024-04-13'],
  ['१ वैशाख २०८०', 'ne', '2023-04-14'],
  ['መስከረም 1 ቀን 2016 ዓ.ም.', 'am', '2023-09-12'],
  ['26 የካቲት 2016', 'am', '2024-03-05'],
  ['جمعه سی ام اسفند ۱۳۸۷', 'fa', '2009-03-20'],
  ['بیست و یکم خرداد ۱۴۰۲', 'fa', '2023-06-11'],
  ['اول فروردین ۱۴۰۳', 'fa', '2024-03-20'],
  ['2024 оны 3 сарын 5', 'mn', '2024-03-05'],
  ['2024 оны 12-р сарын 31-ний өдөр', 'mn', '2024-12-31'],
  ['民國113年3月5日', 'zh', '2024-03-05'],
  ['2024-W10-2', undefined, '2024-03-05'],
  ['2020W537', undefined, '2021-01-03'],
  ['<![CDATA[2024-03-05]]>', undefined, '2024-03-05'],
])('%s', (text, language, date) => {
  expect(parseDate(text, { language, context: 'page' }).instant?.slice(0, 10)).toBe(date)
})

test('/Date(…)/ is an instant, with or without an offset beside it', () => {
  expect(parseDate('/Date(1709596800000)/', { context: 'feed' }).instant).toBe('2024-03-05T00:00:00Z')
  expect(parseDate('Date(1709596800000+0100)', { context: 'feed' }).instant).toBe('2024-03-05T00:00:00Z')
})

test('a time beside a day of another calendar is read', () => {
  expect(parseDate('15 رمضان 1445 هـ 14:30', { language: 'ar', timezone: 'Asia/Riyadh' }).instant).toBe(
    '2024-03-25T11:30:00Z',
  )
})

test.each(['2024-W54-1', '2023-W53-1', '31 رمضان 1445', '२०८० फागुन ३१', '7 ጳጉሜን 2015'])(
  '%s is no day',
  (text) => {
    expect(parseDate(text, { context: 'page' }).instant).toBeNull()
  },
)
