/** A small invented day of news with copies of every kind: used to measure the agreement of runs where there is no labelled set. */
import type { LabelledArticle } from './sets.ts'

/** Random numbers from a seed: the same seed gives the same numbers (Lehmer). */
export function chance(seed: number): (n: number) => number {
  let state = (seed * 2_654_435 + 1) % 2_147_483_647
  return (n) => {
    state = (state * 48_271) % 2_147_483_647
    return Math.floor((state / 2_147_483_647) * n)
  }
}

const VERBS = ['said', 'confirmed', 'denied', 'explained', 'warned', 'promised', 'recalled', 'insisted']
const WORDS =
  'after before during because although meanwhile council workers engineers residents officials damage repair opening closing morning evening winter summer budget report inquiry decision meeting plan delay traffic water power roof gate night crowd family price ticket money boiler signal driver nurse teacher judge witness permit safety measure storm wind smoke river street tower'.split(
    ' ',
  )
const SYLLABLES = 'bra den fol gri hus kar lim mon nor pel quis rad sul tar vin wex yor zim'.split(' ')

/** Words that only this event has: places and people (capitalized), and things. */
function eventWords(event: number): {
  readonly names: readonly string[]
  readonly things: readonly string[]
} {
  const pick = chance(1_000 + event)
  const made = () => SYLLABLES[pick(18)]! + SYLLABLES[pick(18)]! + SYLLABLES[pick(18)]!
  return {
    names: Array.from({ length: 6 }, () => made().replace(/^./, (c) => c.toUpperCase())),
    things: Array.from({ length: 16 }, made),
  }
}

function sentence(event: number, pick: (n: number) => number): string {
  const own = eventWords(event)
  const words = Array.from({ length: 9 + pick(6) }, () => WORDS[pick(WORDS.length)]!)
  for (const at of [2, 5, 7]) words.splice(at, 0, own.things[pick(16)]!)
  words.splice(4, 0, own.names[pick(6)]!, VERBS[pick(VERBS.length)]!, String(10 + pick(900)))
  words.splice(8, 0, own.names[pick(6)]!)
  const text = words.join(' ')
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`
}

/** Makes `events` events, each with two independent reports and copies of them: whole, shortened, edited, excerpts. */
export function madeUpDay(events: number, seed = 1): LabelledArticle[] {
  const rows: LabelledArticle[] = []
  const pick = chance(seed)
  for (let event = 0; event < events; event++) {
    const { names, things } = eventWords(event)
    const title = `${names[0]} ${things[0]} and the ${things[1]} of ${names[1]}`
    for (let report = 0; report < 2; report++) {
      const paragraphs = Array.from({ length: 9 }, () =>
        [sentence(event, pick), sentence(event, pick), sentence(event, pick)].join(' '),
      )
      const at = Date.UTC(2026, 4, 4 + (event % 3), 6 + pick(12), pick(60))
      const add = (kind: string, body: readonly string[], outlet: number, later: number): void => {
        rows.push({
          id: `${event}-${report}-${kind}`,
          outlet: `Outlet ${outlet}`,
          title: `${title}: ${kind === 'own' ? 'what is known' : 'latest'} ${report}`,
          body: body.join('\n\n'),
          published: new Date(at + later * 60_000).toISOString(),
          lang: 'en',
          story: `event-${event}`,
        })
      }
      add('own', paragraphs, pick(6), 0)
      add('whole', paragraphs, 6 + pick(6), pick(50))
      add('trimmed', paragraphs.slice(0, 5), 12 + pick(6), pick(50))
      add(
        'edited',
        paragraphs
          .map((p) => p.replaceAll(' after ', ' following ').replaceAll(' said ', ' stated '))
          .slice(0, 8),
        18 + pick(6),
        pick(50),
      )
      add('excerpt', paragraphs.slice(0, 2), 24 + pick(6), pick(50))
    }
  }
  return rows
}
