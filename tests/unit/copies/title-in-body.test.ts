import { describe, expect, test } from 'vitest'
import type { CopyArticle } from '../../../src/core/copies/compared-pairs.ts'
import { decideCopy } from '../../../src/core/copies/decision.ts'
import { groupCopies } from '../../../src/core/copies/groups.ts'
import { comparable, overlapOf } from '../../../src/core/copies/similarity.ts'
import { copyVerdict, isSameText } from '../../../src/core/copies/verdict.ts'
import { digestText } from '../../../src/core/text/digest.ts'

const text = (title: string | null, body: string) => comparable(digestText(body), title)
type Text = ReturnType<typeof text>
const verdict = (a: Text, b: Text, sameOutlet: boolean) => copyVerdict(overlapOf(a, b), sameOutlet)

const PLEA =
  'This page is for members of the Marlow Bay Herald. You have read five free pages since the first of the month, which is all we can give away. Pick a plan from £2 a week and read everything on your phone, tablet or laptop. Members also get our Friday letter, the crossword archive and tickets to Herald evenings. Stop paying whenever you like with two clicks in your account. Forgotten your password? Write to Nora Pym at the members’ desk, who answers between nine and four.'
const BANNER =
  'Ihre Privatsphäre zählt für uns. Gemeinsam mit 94 Partnern speichern wir Kennungen auf Ihrem Gerät, messen Reichweiten und zeigen Ihnen passende Werbung. Mit „Einverstanden“ stimmen Sie dem zu; ablehnen können Sie unter „Auswahl treffen“. Wer das Hafenblatt Plus für 3,99 Euro im Monat bucht, liest ohne Werbung. Einzelheiten stehen in der Datenschutzerklärung und im Impressum der Verlagsgruppe Hinrichs in Oldersum.'
const REPORT =
  'The lifeboat Grace Tolland was called out at 3.40 on Sunday after a dinghy with four teenagers drifted past Cobb Point. All four were taken aboard within the hour, wet and cold but unhurt. Coxswain Dan Rees said the outboard had failed and nobody had brought a flare. The boat was towed to Marlow Bay. The parents had raised the alarm when a phone call broke off. It is the third rescue off the point since Easter.'

const CLOSURE = 'Timber mill shuts after ninety years'
const TEACHER = 'Parents petition over suspended swimming teacher'

describe('a text that says nothing of two different titles', () => {
  test.each([
    ['a plea for subscriptions', PLEA, CLOSURE, TEACHER],
    [
      'a cookie banner in German',
      BANNER,
      'Fähre rammt Anleger: zwei Verletzte in Oldersum',
      'Kreistag streitet über Deich bei Neuendorp',
    ],
  ])('of one outlet is no copy: %s', (_, body, one, other) => {
    expect(verdict(text(one, body), text(other, body), true)).toBe('templated')
    expect(isSameText(text(one, body), text(other, body), true)).toBe(false)
  })
  test('of two outlets of one publisher is no copy either', () => {
    expect(verdict(text(CLOSURE, PLEA), text(TEACHER, PLEA), false)).toBe('templated')
  })
  test('may have the outlet’s own town of the title, but only within the outlet', () => {
    const [one, other] = [text('Marlow council raises parking fees again', PLEA), text(TEACHER, PLEA)]
    expect(verdict(one, other, true)).toBe('templated')
    expect(verdict(one, other, false)).toBe('copy')
  })
})

describe('the same text stays a copy', () => {
  test.each([
    ['of one outlet', true],
    ['of two outlets', false],
  ])('with another headline, of which it has no word: %s', (_, sameOutlet) => {
    const first = text('Lifeboat tows teenagers home from Cobb Point', REPORT)
    const second = text('Stranded youngsters plucked from choppy waters', REPORT)
    expect(overlapOf(first, second).titleInBody).toBeGreaterThan(0.5)
    expect(verdict(first, second, sameOutlet)).toBe('copy')
  })
  test('of an agency under two headlines in German', () => {
    const wire =
      'Ein Güterzug ist am Montagmorgen bei Wendlohe entgleist. Vier Kesselwagen kippten um, Heizöl lief in einen Graben. Verletzt wurde niemand, teilte die Bundespolizei mit. Die Strecke zwischen Wendlohe und Karstedt bleibt bis Donnerstag gesperrt. Nach Angaben der Bahn war eine Weiche kurz zuvor gewartet worden. Die Feuerwehr dichtete die Wagen ab und errichtete Ölsperren. Ein Sachverständiger soll die Ursache klären.'
    const [one, other] = [
      text('Kesselwagen entgleisen bei Wendlohe', wire),
      text('Schwerer Unfall legt Regionalverkehr lahm', wire),
    ]
    expect(verdict(one, other, false)).toBe('copy')
  })
  test('whose title has its words in another inflection', () => {
    const [one, other] = [
      text('Teenager drifting, parent alarmed: rescued', REPORT),
      text('Sunday drama ends well for stranded quartet', REPORT),
    ]
    expect(verdict(one, other, true)).toBe('copy')
  })
  test.each([
    [
      'both titles have a longer word in common',
      'Timber mill shuts after ninety years',
      'Mourning at the timber works',
    ],
    ['one has no title', CLOSURE, null],
    ['one title is short', CLOSURE, 'Morning news'],
    [
      'the script is not judged',
      '제재소가 구십년만에 문닫는다 주민들은 충격받아',
      '수영교사 정직처분에 학부모들의 청원운동',
    ],
    ['the script is not judged', 'إغلاق مصنع الأخشاب بعد تسعين عاما', 'أولياء الأمور يحتجون على إيقاف معلمة'],
  ])('where the titles say nothing about it: %s', (_, one, other) => {
    expect(overlapOf(text(one, PLEA), text(other, PLEA)).titleInBody).toBeNull()
    expect(verdict(text(one, PLEA), text(other, PLEA), true)).toBe('copy')
  })
})

describe('among several articles of one outlet', () => {
  // The first two titles have a word in common.
  const titles = ['Timber mill shuts after ninety years', 'Fire at timber yard in Quay Street', TEACHER]
  const articles = titles.map(
    (title, id): CopyArticle => ({
      id,
      outlet: 'herald',
      publishedMs: Date.UTC(2024, 4, 1, id),
      isBareDay: false,
      words: 84,
      isAgency: false,
      names: [],
      credits: [],
      hasDateline: false,
      titleKey: null,
      sortKey: String(id),
      text: text(title, PLEA),
    }),
  )
  const [first, second, third] = articles as [CopyArticle, CopyArticle, CopyArticle]
  const candidate = (article: CopyArticle) => ({ ...article, original: article })

  test('the plea is ignored, also where two titles have a word in common', () => {
    const pairs: [number, number][] = [
      [0, 1],
      [0, 2],
      [1, 2],
    ]
    expect(groupCopies(articles, pairs).groups).toEqual([])
  })
  test('nor is the third a copy at arrival', () => {
    expect(decideCopy(third, [candidate(first)])).toEqual({ decision: null, templated: [first.id] })
    expect(decideCopy(second, [candidate(first), candidate(third)]).decision).toBeNull()
  })
})
