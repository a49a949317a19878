import { timeAt } from '../clock-time.ts'
import { foldWord } from '../text/fold.ts'
import type { Token } from '../text/tokens.ts'

export type RelativeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

export interface RelativeTime {
  readonly amount: number
  readonly unit: RelativeUnit
  /** Index of the first token after it: "yesterday at 17:05" continues with a time. */
  readonly end: number
}

const UNITS: Readonly<Record<RelativeUnit, string>> = {
  second:
    's sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi seconden sekund sekunder sekuntia sekund sekundy sekundę секунд секунды секунду saniye másodperc másodperce secunde δευτερόλεπτα ثانية ثوان ثانیه שניות שנייה सेकंड giây detik วินาที 秒 秒钟 秒鐘 초',
  minute:
    'm min mins minute minutes minuto minutos minuti minuut minuten minuta minuty minut minutę minutt minutter minuter minuuttia minuutti минут минуты минуту мин хвилин хвилини хвилину dakika dk perc perce perccel λεπτά λεπτό دقيقة دقائق دقیقه דקות דקה मिनट phút menit minit นาที 分 分钟 分鐘 分間 분',
  hour: 'h hr hrs hour hours stunde stunden std heure heures hora horas ora ore uur uren timer time timme timmar tunti tuntia godzina godziny godzin godzinę godz hodina hodiny hodin hodinami часов часа час годин години годину ora oră óra órája saat sa ώρες ώρα ساعة ساعات ساعت שעות שעה घंटे घंटा giờ jam ชั่วโมง 时 時 小时 小時 時間 시간',
  day: 'd day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dage dagar dager päivää päivä dzień dni den dny dnem дней дня день дні днів zi zile gün napja nappal nap ημέρες ημέρα μέρες يوم أيام روز ימים יום दिन ngày hari วัน 天 日 日間 일',
  week: 'w wk week weeks woche wochen semaine semaines semana semanas settimana settimane weken weken uge uger vecka veckor uke uker viikkoa viikko tydzień tygodnie tygodni týden týdny týdnů недель недели неделю тиждень тижні тижнів săptămână săptămâni hafta hete héttel εβδομάδες εβδομάδα أسبوع أسابيع هفته שבועות שבוע सप्ताह हफ्ते tuần minggu สัปดาห์ 周 週 星期 週間 주',
  month:
    'month months monat monate monaten mois mes meses mese mesi maand maanden måned måneder månad månader kuukautta miesiąc miesiące miesięcy měsíc měsíce měsíců месяц месяца месяцев місяць місяці місяців lună luni ay hónapja μήνες μήνα شهر أشهر ماه חודשים חודש महीने tháng bulan เดือน 月 个月 個月 ヶ月 か月 개월',
  year: 'year years jahr jahre jahren an ans año años anno anni ano anos jaar jaren år vuotta rok lata lat roky лет года год років роки рік ani yıl éve έτη χρόνια سنة سنوات سال שנים שנה साल năm tahun ปี 年 년',
}

const AGO =
  'ago fa پیش geleden siden sedan sitten temu назад тому önce ezelőtt πριν पहले trước lalu yang ที่แล้ว 前 전 之前 以前 pred lang'
const BEFORE = 'vor il hace há ha fa fai acum před пред منذ قبل לפני πριν fyrir'

/** Words for a whole day, and how many days before today each means. */
const DAY_WORDS: Readonly<Record<string, number>> = {
  today: 0,
  heute: 0,
  "aujourd'hui": 0,
  hui: 0,
  hoy: 0,
  oggi: 0,
  hoje: 0,
  vandaag: 0,
  idag: 0,
  'i dag': 0,
  tänään: 0,
  dzisiaj: 0,
  dziś: 0,
  dnes: 0,
  сегодня: 0,
  сьогодні: 0,
  днес: 0,
  bugün: 0,
  ma: 0,
  azi: 0,
  danas: 0,
  σήμερα: 0,
  اليوم: 0,
  امروز: 0,
  היום: 0,
  आज: 0,
  วันนี้: 0,
  今天: 0,
  今日: 0,
  오늘: 0,
  yesterday: 1,
  gestern: 1,
  hier: 1,
  ayer: 1,
  ieri: 1,
  ontem: 1,
  gisteren: 1,
  igår: 1,
  går: 1,
  eilen: 1,
  wczoraj: 1,
  včera: 1,
  вчера: 1,
  вчора: 1,
  dün: 1,
  tegnap: 1,
  jučer: 1,
  χθες: 1,
  χτες: 1,
  أمس: 1,
  دیروز: 1,
  אתמול: 1,
  कल: 1,
  เมื่อวาน: 1,
  kemarin: 1,
  昨天: 1,
  昨日: 1,
  어제: 1,
  vorgestern: 2,
  'avant-hier': 2,
  anteayer: 2,
  позавчера: 2,
  przedwczoraj: 2,
  前天: 2,
}

/** Words that mean one: "an hour ago", "vor einer Stunde". */
const ONES = new Set(
  'a an one einer einem eine un una une uma um en ett et een jeden jedna один одну bir'.split(' '),
)

const unitOf = new Map<string, RelativeUnit>()
for (const [unit, words] of Object.entries(UNITS) as [RelativeUnit, string][])
  for (const word of words.split(' ')) if (!unitOf.has(foldWord(word))) unitOf.set(foldWord(word), unit)
const ago = new Set(AGO.split(' ').map(foldWord))
const before = new Set(BEFORE.split(' ').map(foldWord))
const dayWords = new Map(Object.entries(DAY_WORDS).map(([word, days]) => [foldWord(word), days]))
const NOW_WORDS =
  /^(?:just now|gerade eben|à l'instant|ahora mismo|proprio ora|только что|刚刚|剛剛|たった今|방금)/iu

/** Reads "3 hours ago", "vor 2 Tagen", "il y a 5 min", "3小时前", "yesterday"; null when the text holds none. */
export function relativeTimeIn(tokens: readonly Token[], text: string): RelativeTime | null {
  if (NOW_WORDS.test(text.trim())) return { amount: 0, unit: 'minute', end: tokens.length }
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    const one = token.kind === 'word' && ONES.has(token.folded)
    if (token.kind === 'number' || one) {
      const amount = one ? 1 : token.value
      const unit = unitAfter(tokens, at + 1)
      if (
        !unit ||
        amount > 10_000 ||
        (token.kind === 'number' && timeAt(tokens, at, undefined)?.time?.minute)
      )
        continue
      if (unit.said || saidBefore(tokens, at)) return { amount, unit: unit.unit, end: unit.end }
    } else if (token.kind === 'word') {
      const days = dayWords.get(token.folded) ?? dayWords.get(`${tokens[at - 1]?.folded} ${token.folded}`)
      if (days !== undefined && token.folded !== 'ma') return { amount: days, unit: 'day', end: at + 1 }
    }
  }
  return null
}

/** The unit at a token and whether "ago" follows; in East Asian scripts both are one word (小时前). */
function unitAfter(
  tokens: readonly Token[],
  at: number,
): { unit: RelativeUnit; said: boolean; end: number } | null {
  const word = tokens[at]
  if (word?.kind !== 'word') return null
  let text = word.folded
  let end = at + 1
  // 時 + 間前 and 분 + 전 come as two tokens
  while (
    /[\p{Script=Han}\p{Script=Hangul}]$/u.test(text) &&
    tokens[end]?.kind === 'word' &&
    !tokens[end]!.spaced
  )
    text += tokens[end++]!.folded
  const glued = /^(.+?)(前|之前|以前|전)$/u.exec(text)
  if (glued && unitOf.has(glued[1]!)) return { unit: unitOf.get(glued[1]!)!, said: true, end }
  const unit = unitOf.get(text)
  if (!unit) return null
  if (tokens[end]?.text === '.') end++
  const next = tokens[end]
  const said = next?.kind === 'word' && ago.has(next.folded)
  return { unit, said, end: said ? end + 1 : end }
}

function saidBefore(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1; back >= Math.max(0, at - 3); back--)
    if (tokens[back]!.kind === 'word' && before.has(tokens[back]!.folded)) return true
  return false
}
