import { describe, expect, test } from 'vitest'
import { groupWindow } from '../../../src/core/stories/group-window.ts'
import { formTerms, recurringForms } from '../../../src/core/stories/pair/recurring-forms.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { prepareWindow } from '../../../src/core/stories/window.ts'

const DAY_MS = 86_400_000
const MONDAY = Date.UTC(2024, 4, 6)

const article = (outlet: string, title: string, body: string, day = 0, language = 'en') => ({
  profile: profileOf({ title, body, language, outlet }, () => 1),
  publishedMs: MONDAY + day * DAY_MS,
})
const form = ({ profile }: ReturnType<typeof article>, articles: readonly ReturnType<typeof article>[]) =>
  [...formTerms(profile, recurringForms(articles))].map((place) => profile.terms[place]!.key)

const bulletin = (pool: string, temperature: number, keeper: string, opens: number) =>
  article(
    'Coast Service',
    `Bathing water: ${pool}`,
    `The water at ${pool} was ${temperature} degrees this morning. Visibility was fair and the algae count low. The
     attendant is ${keeper}, and the changing rooms open at ${opens}. Swimmers should shower before entering the basin.`,
  )
const bulletins = [
  bulletin('Tolland', 17, 'Nora Pym', 915),
  bulletin('Marlow Bay', 19, 'Dan Rees', 1030),
  bulletin('Harwick', 14, 'Wiebke Harms', 845),
]
const badewasser = (ort: string, grad: number, name: string) =>
  article(
    'Küstendienst',
    `Badewasser: ${ort}`,
    `Das wasser in ${ort} hatte heute früh ${grad} grad. Die sicht war mäßig und der befall mit algen gering. Es wacht ${name}.`,
    0,
    'de',
  )

describe('the words of a recurring form', () => {
  test('are those that three unrelated articles of one shape have', () => {
    expect(form(bulletins[0]!, bulletins)).toEqual(expect.arrayContaining(['visibiliti', 'alga', 'swimmer']))
  })

  test('are learned in any language', () => {
    const articles = [
      badewasser('Emden', 17, 'Jan Hinrichs'),
      badewasser('Norden', 19, 'Uwe Frerichs'),
      badewasser('Leer', 14, 'Antje Behrends'),
    ]
    expect(form(articles[0]!, articles)).toEqual(expect.arrayContaining(['wass', 'alg']))
  })

  test('never include names and numbers, nor what only one article has', () => {
    const words = form(bulletins[0]!, bulletins)
    for (const own of ['tolland', 'pym', 'nora', '#17', '#915']) expect(words).not.toContain(own)
  })

  test('are not learned from two articles', () => {
    expect(form(bulletins[0]!, bulletins.slice(0, 2))).toEqual([])
  })

  test('are not learned from three addresses of one bulletin', () => {
    const [first] = bulletins
    expect(form(first!, [first!, first!, first!])).toEqual([])
  })

  test('are not learned from the same shape in three outlets', () => {
    const outlets = bulletins.map(({ profile }, i) => ({
      profile: { ...profile, form: profile.form.map((hash) => (hash === 0 ? 0 : hash + i)) },
      publishedMs: MONDAY,
    }))
    expect(recurringForms(outlets).size).toBe(0)
  })

  test('are shared by no two articles, but remain a part of each', () => {
    const [alone] = prepareWindow([bulletins[0]!])
    const [among] = prepareWindow(bulletins)
    expect(alone!.terms.has('alga')).toBe(true)
    expect(among!.terms.has('alga')).toBe(false)
    expect(among!.terms.has('tolland')).toBe(true)
    expect(among!.words).toBe(alone!.words)
  })
})

describe('stories', () => {
  const group = (articles: readonly ReturnType<typeof article>[]) => [
    ...groupWindow(
      articles.map((of, i) => ({ ...of, id: i, storyId: i, sortKey: String(i).padStart(3, '0') })),
    ).group,
  ]

  test('a report of what a bulletin is about meets another report of it, not the bulletins', () => {
    const closed = [
      article(
        'Marlow Herald',
        'Chlorine leak shuts Tolland baths, two lifeguards in hospital',
        `A chlorine leak closed the Tolland baths on Monday and put lifeguards Amy Stroud and Colin Byrd in hospital. Fire
         chief Petra Lund said a valve under the plant room had cracked. The 60 guests were brought out through the yard.`,
      ),
      article(
        'Harwick Star',
        'Two lifeguards hurt as chlorine escapes at Tolland baths',
        `Lifeguards Colin Byrd and Amy Stroud were taken to hospital on Monday after chlorine escaped at the Tolland baths. A
         cracked valve in the plant room was to blame, fire chief Petra Lund said. All 60 guests left the building unhurt.`,
      ),
    ]
    const groups = group([...bulletins, ...closed])
    expect(groups.slice(0, 3)).toEqual([0, 1, 2])
    expect(groups[3]).toBe(groups[4])
  })

  test('three reports on one event under one label of an outlet stay together', () => {
    const storm = (title: string, body: string, outlet = 'Marlow Herald', hours = 0) =>
      article(outlet, title, body, hours / 24)
    const articles = [
      storm(
        'Storm Hedwig: harbour wall at Tolland gives way',
        `The harbour wall at Tolland gave way to Storm Hedwig on Monday. Forty metres of it fell into the basin, harbour master
         Ida Krebs said. Storm Hedwig had reached gusts of 140 kilometres an hour off Tolland.`,
      ),
      storm(
        'Storm Hedwig: Tolland harbour wall was inspected in spring',
        `The harbour wall at Tolland that fell to Storm Hedwig was inspected in spring, harbour master Ida Krebs said. Forty
         metres of it lie in the basin since Monday. Engineers had noted cracks, but no danger.`,
        undefined,
        3,
      ),
      storm(
        'Storm Hedwig: boats moved after wall collapse in Tolland',
        `Ninety boats were moved from the basin at Tolland after Storm Hedwig broke forty metres out of the harbour wall on
         Monday. Harbour master Ida Krebs has closed the pier.`,
        undefined,
        5,
      ),
      storm(
        'Forty metres of Tolland harbour wall collapse in Storm Hedwig',
        `Storm Hedwig has torn forty metres out of the harbour wall at Tolland. Nobody was hurt on Monday, harbour master Ida
         Krebs said, but the basin is closed.`,
        'Harwick Star',
        2,
      ),
    ]
    expect(form(articles[0]!, articles)).toEqual([])
    expect(new Set(group(articles)).size).toBe(1)
  })
})
