import { describe, expect, test } from 'vitest'
import { decideStory } from '../../../src/core/stories/decision.ts'
import { groupWindow, type RepairArticle } from '../../../src/core/stories/group-window.ts'
import { compare } from '../../../src/core/stories/pair/features.ts'
import { prepare } from '../../../src/core/stories/pair/prepared.ts'
import { profileOf } from '../../../src/core/stories/profile/profile.ts'
import { soundOf } from '../../../src/core/stories/profile/words/spelling.ts'
import { countDays } from '../../../src/core/stories/rarity.ts'
import { prepareWindow } from '../../../src/core/stories/window.ts'

const one = () => 1
const HOUR_MS = 3_600_000
const MONDAY = Date.UTC(2024, 2, 4)

interface Text {
  readonly title: string
  readonly body?: string
  readonly outlet?: string
  readonly hour?: number
}

function article({ title, body = '', outlet = 'post', hour = 0 }: Text, id: number): RepairArticle {
  const text = { title, body: body || null, language: 'en', outlet }
  return {
    id,
    storyId: id,
    sortKey: `${id}`,
    publishedMs: MONDAY + hour * HOUR_MS,
    profile: profileOf(text, one),
  }
}
const storiesOf = (texts: readonly Text[], history?: readonly Text[]) =>
  new Set(groupWindow(texts.map(article), history ? { history: countDays(history.map(article)) } : {}).group)
    .size
const factsOf = (a: Text, b: Text) => {
  const [x, y] = [article(a, 1), article(b, 2)].map(({ profile }) => prepare(profile, null, one))
  return compare(x!, y!)
}

describe('names', () => {
  test.each([
    ['kharlamov', 'harlamov'],
    ['kharlamov', 'charlamow'],
    ['mohammed', 'muhammad'],
    ['tchaikovski', 'chaikovsky'],
  ])('%s and %s are one name', (a, b) => {
    expect(soundOf(a) ?? a).toBe(soundOf(b) ?? b)
  })
  test.each([
    ['karlsson', 'larsson'],
    ['petrova', 'pavlova'],
    ['lindgren', 'lindholm'],
  ])('%s and %s are two', (a, b) => {
    expect(soundOf(a) ?? a).not.toBe(soundOf(b) ?? b)
  })
  test('spellings of one name meet in a comparison', () => {
    const facts = factsOf(
      { title: 'Skater falls', body: 'In the evening Kharlamov fell on the ice.' },
      { title: 'A fall', body: 'On the ice it was Charlamow who slipped.' },
    )
    expect(facts.sharedNames).toBe(1)
  })
  test('two people of one first name share none', () => {
    const facts = factsOf(
      { title: 'A win', body: 'In the final Maria Lindqvist won easily.' },
      { title: 'A loss', body: 'In the trial Maria Kowalska lost again.' },
    )
    expect(facts.sharedNames).toBe(0)
    const same = factsOf(
      { title: 'A win', body: 'In the final Maria Lindqvist won easily.' },
      { title: 'A loss', body: 'In the trial Maria Lindqvist lost again.' },
    )
    expect(same.sharedNames).toBe(2)
  })
})

const LINE = 'Do you know more about it? Ring the Alder Valley Messenger desk before noon.'
const SMALL: readonly Text[] = [
  {
    title: 'Baker wins ribbon',
    body: `Hanne Ostby took the ribbon for rye bread.\n\nThe fair had nine bakers. ${LINE}`,
  },
  {
    title: 'Tunnel shut for paint',
    body: `Crews paint the Brekke tunnel until Thursday.\n\nBuses go by the fjord. ${LINE}`,
  },
  {
    title: 'Library lends skis',
    body: `Pairs of skis can be had at the library in Solvik.\n\nA deposit is asked. ${LINE}`,
  },
  {
    title: 'Goat on the roof',
    body: `A goat climbed a garage in Midtun.\n\nOwner Per Aas fetched a ladder. ${LINE}`,
  },
  {
    title: 'Choir seeks tenors',
    body: `The male choir of Hafsund has lost four tenors.\n\nConductor Liv Moe is hopeful. ${LINE}`,
  },
]

describe('what articles share without telling of one event', () => {
  test('a line under unrelated articles of one outlet joins none of them', () => {
    expect(storiesOf(SMALL)).toBe(SMALL.length)
  })
  test('nor does it where the outlets are not the same', () => {
    expect(storiesOf(SMALL.map((text, i) => ({ ...text, outlet: `outlet ${i}` })))).toBe(SMALL.length)
  })
  test('nor does it, nor a label or a teaser, amid a stream of 900 others', () => {
    // Made of syllables, each word in one article: the line is as rare as a line can be.
    const syllables = ['ka', 'lo', 'mi', 'ru', 'te', 'so', 'na', 'vi', 'pe', 'du']
    const wordOf = (n: number) =>
      [...String(n).padStart(5, '0')].map((digit) => syllables[Number(digit)]).join('')
    const others = Array.from({ length: 900 }, (_, i) => {
      const words = Array.from({ length: 24 }, (_, k) => wordOf(i * 24 + k))
      const body = `The ${words.slice(3, 12).join(' ')}.\n\n${words.slice(12).join(' ')}.`
      return article(
        { title: words.slice(0, 5).join(' '), body, outlet: `outlet ${i % 40}`, hour: i % 48 },
        100 + i,
      )
    })
    const amid = (texts: readonly Text[]) =>
      new Set(groupWindow([...texts.map(article), ...others]).group.slice(0, texts.length)).size
    const bare = SMALL.map(({ title }, hour) => ({ title: `Caught on film: ${title}`, hour }))
    const teased = SMALL.map(({ title }, hour) => ({
      title,
      body: 'Find the whole report on our pages.',
      hour,
    }))
    expect([SMALL, bare, teased].map(amid)).toEqual([SMALL.length, SMALL.length, SMALL.length])
  }, 120_000)
  test('its words do not count at all, once the window or the history shows it', () => {
    const inWindow = prepareWindow(SMALL.map(article))
    expect(inWindow[0]!.terms.has('messeng')).toBe(false)
    expect(inWindow[0]!.terms.has('ribbon')).toBe(true)
    const earlier = SMALL.slice(1).map((text, i) => article({ ...text, hour: -24 * (30 + i) }, i))
    const known = prepareWindow([article(SMALL[0]!, 9)], countDays(earlier))
    expect(known[0]!.terms.has('messeng')).toBe(false)
  })
  test('a line that reports of one event quote counts', () => {
    const quote = 'Nobody had told the harbour master of Kestrel about the chain.'
    const reports = ['Kestrel chain snaps', 'Chain snaps at Kestrel', 'Snapped chain shuts Kestrel'].map(
      (title) => ({
        title,
        body: `The chain across the harbour of Kestrel snapped on Monday.\n\n${quote}`,
      }),
    )
    const [first] = prepareWindow(reports.map(article))
    expect(first!.terms.has('told') || first!.terms.has('master')).toBe(true)
  })
  test('a label before the headline joins nothing', () => {
    const labelled = SMALL.map(({ title }, i) => ({ title: `Caught on film: ${title}`, hour: i }))
    expect(storiesOf(labelled)).toBe(SMALL.length)
  })
  test('a teaser is no text', () => {
    const teased = SMALL.map(({ title }, i) => ({
      title,
      body: 'Find the whole report on our pages.',
      hour: i,
    }))
    expect(storiesOf(teased)).toBe(SMALL.length)
    expect(prepareWindow(teased.map(article)).every(({ isBare }) => isBare)).toBe(true)
  })
  test('a bare title that an outlet brings every day is a new issue each time', () => {
    expect(storiesOf([0, 24, 48].map((hour) => ({ title: 'Sketch of the day', hour })))).toBe(3)
  })
})

describe('the words of one report with the facts of another', () => {
  const report = (place: string, hour: number): Text => ({
    title: `Shed burns in ${place}`,
    body: `A shed burned down in ${place} on Monday. Fire crews were called at dawn and put the fire out within two hours. Nobody was hurt. The police look for the cause and ask witnesses to call them.`,
    hour,
  })
  const pair = [article(report('Hamre', 0), 1), article(report('Hamre', 1), 2)]
  test('is evidence against one story, whatever else they share', () => {
    expect(new Set(groupWindow(pair).group).size).toBe(1)
    // The copy look-up compares whole texts, of which a profile keeps a part.
    const found = pair.map((of) => (of.id === 2 ? { ...of, templatedWith: [1] } : of))
    expect(new Set(groupWindow(found).group).size).toBe(2)
  })
  test('is said when an article arrives', () => {
    const [x, y] = pair.map(({ profile, publishedMs }) => prepare(profile, publishedMs, () => 6))
    const candidate = { id: 1, storyId: 7, prepared: x! }
    expect(decideStory(y!, [candidate]).storyId).toBe(7)
    const decision = decideStory(y!, [{ ...candidate, isTemplated: true }])
    expect(decision).toMatchObject({ storyId: null, reason: 'too_unlike' })
    expect(decision.reasons?.against.templated).toBe(true)
  })
})

describe('the form of an outlet', () => {
  const results: readonly Text[] = [
    ['Brannvik Foods', '41', '0.77'],
    ['Tolmar Steel', '318', '2.05'],
    ['Odense Glass', '96', '1.31'],
    ['Kveite Shipping', '12', '0.09'],
  ].map(([company, income, share], i) => ({
    title: `${company}: quarter in numbers`,
    body: `${company} on Tuesday gave its income for the quarter as ${income} million. That is ${share} for each share. Observers asked by Nordlys Desk had thought of another figure. The report was filled in from numbers of Nordlys Desk.`,
    hour: i,
  }))
  test('joins none of the articles that are filled in', () => {
    expect(storiesOf(results)).toBe(results.length)
  })
  test('is the same where names and numbers differ, and only within one outlet', () => {
    expect(factsOf(results[0]!, results[1]!).sameForm).toBe(1)
    expect(factsOf(results[0]!, { ...results[1]!, outlet: 'echo' }).sameForm).toBe(0)
    expect(factsOf(results[0]!, { title: 'Goat climbs on a garage roof in Midtun' }).sameForm).toBe(0)
  })
})
