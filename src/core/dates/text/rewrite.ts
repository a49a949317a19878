import type { Day } from '../calendars/gregorian.ts'
import { bikramDay, ethiopianDay, hijriDay, isoWeekDay } from '../calendars/other-calendars.ts'

/** Characters that a rewrite needs: texts without one of these stay unchanged. */
const worthALook = /W\d\d|Date\(|CDATA|сар|[\u0600-\u06ff\u0900-\u097f\u1200-\u137f]/

/**
 * Dates of other calendars and notations as ISO dates, in their place: the text around them (a time, a weekday) is read as
 * usual. Hijri (Umm al-Qura), Bikram Sambat, Ethiopian, ISO weeks, Mongolian order, Persian day numbers in words,
 * `/Date(1709596800000)/`, a CDATA section that was not opened. A text that names a Gregorian year as well keeps it.
 */
export function rewriteDates(text: string): string {
  if (text.length > 1_000 || !worthALook.test(text)) return text
  const plain = asciiDigits(text.replace(/<!\[CDATA\[|\]\]>/g, ' '))
  const milliseconds = /^\s*\/?Date\((-?\d{9,14})(?:[+-]\d{4})?\)\/?\s*$/.exec(plain)
  if (milliseconds) return isoInstant(Number(milliseconds[1]))
  const rewritten = plain
    .replace(/\b(\d{4})-?W(\d{2})-?([1-7])\b/, (whole, year, week, day) =>
      isoOf(isoWeekDay(Number(year), Number(week), Number(day)), whole),
    )
    .replace(
      /(\d{4})\s*оны?\s+(\d{1,2})(?:\s*-?\s*р)?\s+сарын?\s+(\d{1,2})(?:\s*-?\s*(?:ны|ний|нд|н))?/u,
      '$1-$2-$3',
    )
    .replace(persianDay, (_, word: string, month: string) => `${persianNumber(word)} ${month}`)
  if (/(?<!\d)(?:19|20)[0-4]\d(?!\d)/.test(rewritten) && !/[\u0900-\u097f\u1200-\u137f]/.test(rewritten))
    return rewritten
  return rewritten
    .replace(hijriDate, (whole, day, month: string, year) =>
      isoOf(
        hijriDay(
          Number(year),
          hijriMonths.findIndex((names) => names.includes(bare(month))) + 1,
          Number(day),
        ),
        whole,
      ),
    )
    .replace(bikramDate, (whole, year, month: string, day) => isoOf(bikram(year, month, day), whole))
    .replace(bikramDayFirst, (whole, day, month: string, year) => isoOf(bikram(year, month, day), whole))
    .replace(ethiopianDate, (whole, month: string, day, year) => isoOf(ethiopian(year, month, day), whole))
    .replace(ethiopianDayFirst, (whole, day, month: string, year) =>
      isoOf(ethiopian(year, month, day), whole),
    )
}

const bikram = (year: string, month: string, day: string) =>
  bikramDay(Number(year), bikramMonths.findIndex((names) => names.includes(month)) + 1, Number(day))

const ethiopian = (year: string, month: string, day: string) =>
  ethiopianDay(Number(year), ethiopianMonths.findIndex((names) => names.includes(month)) + 1, Number(day))

const hijriMonths: readonly (readonly string[])[] = [
  ['محرم', 'المحرم'],
  ['صفر'],
  ['ربيع الأول', 'ربيع الاول', 'ربيع أول'],
  ['ربيع الآخر', 'ربيع الاخر', 'ربيع الثاني', 'ربيع ثاني'],
  ['جمادى الأولى', 'جمادى الاولى', 'جمادي الأولى', 'جمادى الأول'],
  ['جمادى الآخرة', 'جمادى الاخرة', 'جمادى الثانية', 'جمادي الثانية', 'جمادى الثاني'],
  ['رجب'],
  ['شعبان'],
  ['رمضان'],
  ['شوال'],
  ['ذو القعدة', 'ذي القعدة', 'ذوالقعدة', 'ذو القعده'],
  ['ذو الحجة', 'ذي الحجة', 'ذوالحجة', 'ذو الحجه'],
]
const bikramMonths: readonly (readonly string[])[] = [
  ['वैशाख', 'बैशाख'],
  ['जेठ', 'जेष्ठ', 'ज्येष्ठ'],
  ['असार', 'आषाढ'],
  ['साउन', 'श्रावण'],
  ['भदौ', 'भाद्र'],
  ['असोज', 'आश्विन'],
  ['कात्तिक', 'कार्तिक'],
  ['मंसिर', 'मङ्सिर', 'मार्ग'],
  ['पुस', 'पौष', 'पुष'],
  ['माघ'],
  ['फागुन', 'फाल्गुन'],
  ['चैत', 'चैत्र'],
]
const ethiopianMonths: readonly (readonly string[])[] = [
  ['መስከረም'],
  ['ጥቅምት'],
  ['ኅዳር', 'ህዳር', 'ሕዳር'],
  ['ታኅሣሥ', 'ታህሳስ', 'ታኅሳስ', 'ታህሣሥ'],
  ['ጥር'],
  ['የካቲት'],
  ['መጋቢት'],
  ['ሚያዝያ', 'ሚያዚያ'],
  ['ግንቦት'],
  ['ሰኔ'],
  ['ሐምሌ', 'ሀምሌ', 'ኃምሌ'],
  ['ነሐሴ', 'ነሀሴ'],
  ['ጳጉሜን', 'ጳጉሜ'],
]

const oneOf = (names: readonly (readonly string[])[]) =>
  names
    .flat()
    .sort((a, b) => b.length - a.length)
    .join('|')
const hijriDate = new RegExp(
  `(?<!\\d)(\\d{1,2})\\s*(?:من\\s+)?(?:شهر\\s+)?(${oneOf(hijriMonths)})(?:\\s*[،,]|\\s+عام|\\s+سنة)?\\s*(1[345]\\d{2})(?!\\d)\\s*(?:هجري(?:ة)?|هـ|ه)?`,
)
const bikramDate = new RegExp(
  `(?<!\\d)(20[789]\\d)\\s*(?:साल\\s*)?(${oneOf(bikramMonths)})\\s*(\\d{1,2})(?!\\d)\\s*(?:गते)?`,
)
const bikramDayFirst = new RegExp(`(?<!\\d)(\\d{1,2})\\s*(${oneOf(bikramMonths)})[,\\s]*(20[789]\\d)(?!\\d)`)
const ethiopianDate = new RegExp(
  `(${oneOf(ethiopianMonths)})\\s*(\\d{1,2})\\s*(?:ቀን)?[,፣\\s]*(?:ቀን\\s*)?(\\d{4})(?!\\d)\\s*(?:ዓ\\.?ም\\.?)?`,
)
const ethiopianDayFirst = new RegExp(
  `(?<!\\d)(\\d{1,2})\\s*(${oneOf(ethiopianMonths)})[,፣\\s]*(\\d{4})(?!\\d)`,
)

/** Without the vowel signs that few write. */
function bare(month: string): string {
  return month.replace(/[\u064b-\u0652]/g, '')
}

const persianUnits = ['یکم', 'دوم', 'سوم', 'چهارم', 'پنجم', 'ششم', 'هفتم', 'هشتم', 'نهم']
const persianTeens = [
  'دهم',
  'یازدهم',
  'دوازدهم',
  'سیزدهم',
  'چهاردهم',
  'پانزدهم',
  'شانزدهم',
  'هفدهم',
  'هجدهم',
  'نوزدهم',
]
/** Ordinals from 1 to 31, blanks and joiners as one blank. */
const persianWords: ReadonlyMap<string, number> = new Map([
  ...persianUnits.map((word, i) => [word, i + 1] as const),
  ['اول', 1],
  ...persianTeens.map((word, i) => [word, i + 10] as const),
  ['هیجدهم', 18],
  ['بیستم', 20],
  ...persianUnits.map((word, i) => [`بیست و ${word}`, i + 21] as const),
  ['سی ام', 30],
  ['سیام', 30],
  ['سی و یکم', 31],
])
const persianMonths = 'فروردین|اردیبهشت|خرداد|تیر|مرداد|امرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند'
const persianDay = new RegExp(
  `(?<=^|[\\s،,])(${[...persianWords.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', '[\\s\\u200c]+'))
    .join('|')})\\s+(${persianMonths})(?=\\s|$)`,
)

function persianNumber(word: string): number {
  return persianWords.get(word.replace(/[\s\u200c]+/g, ' ')) ?? 0
}

function isoOf(day: Day | null, otherwise: string): string {
  if (!day) return otherwise
  const two = (n: number) => String(n).padStart(2, '0')
  return ` ${day.year}-${two(day.month)}-${two(day.day)} `
}

function isoInstant(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

/** Arabic-Indic, Persian and Devanagari digits as ASCII. */
function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => String(digitValue(digit)))
}

function digitValue(digit: string): number {
  const code = digit.charCodeAt(0)
  return code >= 0x966 ? code - 0x966 : code >= 0x6f0 ? code - 0x6f0 : code - 0x660
}
