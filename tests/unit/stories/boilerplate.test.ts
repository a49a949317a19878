import { describe, expect, test } from 'vitest'
import { STORY_POLICY } from '../../../src/core/stories/decision.ts'
import { sharedParts } from '../../../src/core/stories/pair/boilerplate.ts'
import { shippedModels } from '../../../src/core/stories/pair/weights.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { prepareWindow, windowEdges } from '../../../src/core/stories/window.ts'

const article = (title: string, body: string, language = 'en') => ({
  profile: profileOf({ title, body, language }, () => 1),
  publishedMs: Date.UTC(2024, 4, 6),
})

/** Lines that name the same people and places, so that every line has names beside it. */
const PLEA = [
  'Members of the Marlow Bay Herald read this page, says editor Nora Pym.',
  'Pick a plan from Tolland Media and pay by Visa, Maestro or Paypal.',
  'Our Friday letter by Dan Rees and the Cobb Crossword are included.',
].join('\n\n')
const BANNER = [
  'Das Hafenblatt aus Oldersum achtet Ihre Privatsphäre, schreibt Verleger Jan Hinrichs.',
  'Partner wie Nordmedia, Adservo und Klickwerk speichern Kennungen auf Ihrem Gerät.',
  'Den Brief aus Emden von Wiebke Harms gibt es jeden Freitag ohne Werbung.',
].join('\n\n')

const english = [
  'Timber mill shuts after ninety years',
  'Parents petition over suspended swimming teacher',
  'Two hurt as tram hits milk float',
  'Orchestra picks first female conductor',
].map((title) => article(title, PLEA))
const german = [
  'Fähre rammt Anleger: zwei Verletzte',
  'Kreistag streitet über neuen Deich',
  'Bäckerei sucht Nachfolger seit Jahren',
].map((title) => article(title, BANNER, 'de'))

describe('boilerplate of several lines', () => {
  test.each([
    ['English', english, 3],
    ['German', german, 3],
  ])('is recognized although each line has the names of the others beside it: %s', (_, articles, lines) => {
    expect(sharedParts(articles).size).toBe(lines)
  })
  test('leaves its articles with their titles', () => {
    for (const { isBare, terms, profile } of [...prepareWindow(english), ...prepareWindow(german)]) {
      expect(isBare).toBe(true)
      expect([...terms.keys()].toSorted()).toEqual([...new Set(profile.title)].toSorted())
    }
  })
  test('is recognized where its names are in several lines', () => {
    const thanks = `${PLEA}\n\nNora Pym and Dan Rees thank everybody for staying loyal.`
    const articles = english.map(({ profile }) => article(profile.title.join(' '), thanks))
    expect(sharedParts(articles).size).toBe(4)
    expect(prepareWindow(articles).every(({ isBare }) => isBare)).toBe(true)
  })
  test('leaves the middle of a long text, of which no lines are kept', () => {
    const letters = [...'bcdfghjklmnpr']
    const footer = letters.map((x) => `Our ${x}olda ${x}epura sells ${x}imano ${x}ukita.`)
    const report = letters.map((x) => `Coxswain ${x}orrin pulled ${x}ango from ${x}usta pool.`)
    const others = english.map(({ profile }) => article(profile.title.join(' '), footer.join('\n\n')))
    const long = [...footer.slice(0, 3), ...report, ...footer.slice(3)].join('\n\n')
    const window = prepareWindow([...others, article('Lifeboat tows teenagers home', long)])
    expect(window.map(({ isBare }) => isBare)).toEqual([true, true, true, true, false])
  })
  test('is not all of a text that has lines of its own', () => {
    const lead = 'The lifeboat Grace Tolland was called out on Sunday. Four teenagers were taken aboard.'
    const own = article('Lifeboat tows teenagers home', `${lead}\n\n${PLEA}`)
    const last = prepareWindow([...english, own]).at(-1)!
    expect(last.isBare).toBe(false)
    expect(last.terms.has('lifeboat')).toBe(true)
    expect(last.terms.has('crossword')).toBe(false)
  })
  test('does not keep a title from the story it names', () => {
    const report = article(
      'Hartley timber mill to close after ninety years',
      'The Hartley timber mill in Quay Street will shut in June. It has sawn oak for ninety years and employs 140 people.',
    )
    const articles = [...english, report]
    const edges = windowEdges(articles, prepareWindow(articles), shippedModels().pair)
    const likely = edges.filter(({ probability }) => probability >= STORY_POLICY.pairThreshold)
    expect(likely.map(({ a, b }) => [a, b])).toEqual([[0, 4]])
  })
})

describe('a paragraph of an agency in several reports', () => {
  const WIRE = [
    'A freight train left the rails near Wendlow early on Monday, the Northern Rail Authority said.',
    'Four tank wagons tipped over and heating oil ran into a ditch beside the line.',
    'The line between Wendlow and Karsted stays closed until Thursday.',
  ].join(' ')
  test('of one event is no boilerplate', () => {
    const reports = [
      article(
        'Tank wagons tip over near Wendlow',
        `${WIRE}\n\nFirefighters from Wendlow and Karsted put barriers in the water.`,
      ),
      article('Heating oil threatens Wendlow brook', `Residents of Wendlow smelled it first. ${WIRE}`),
      article(
        'Wendlow commuters face days of chaos',
        `${WIRE}\n\nBuses to Karsted run instead, a spokeswoman said.`,
      ),
    ]
    expect(sharedParts(reports).size).toBe(0)
    expect(prepareWindow(reports).some(({ isBare }) => isBare)).toBe(false)
  })
})
