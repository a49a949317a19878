/** Unrelated articles that have only a line, a label or a teaser in common. */
import { type Instance, type Kind, type Maker, times } from './maker.ts'

/** A small piece of local news, in a title and three sentences. */
function small(m: Maker): { readonly title: string; readonly body: string } {
  const [place, who] = [m.place(), m.person()]
  const n = m.number(3, 90)
  return m.one([
    () => ({
      title: `${place} choir wins cup`,
      body: `The choir of ${place} came home with the regional cup on ${m.day(n)}.\n\n${who} has led it for ${n} years.`,
    }),
    () => ({
      title: 'Ferry delayed by snapped rope',
      body: `A snapped rope kept the ferry at ${place} for ${n} minutes.\n\nA crate of pears went overboard, captain ${who} said.`,
    }),
    () => ({
      title: `School in ${place} gets new oven`,
      body: `The kitchen of the school in ${place} has a new oven for ${n} trays.\n\nCook ${who} baked plum cake.`,
    }),
    () => ({
      title: 'Owl found in chimney',
      body: `A sweep found an owl in a chimney on ${m.street()} in ${place}.\n\n${who} of the zoo will keep it for ${n} days.`,
    }),
    () => ({
      title: `Council of ${place} buys snow plough`,
      body: `Before winter the council of ${place} has bought a plough for ${n} thousand.\n\n${who} voted against it.`,
    }),
    () => ({
      title: `Bridge at ${place} reopens`,
      body: `After ${n} weeks of work the bridge at ${place} is open again.\n\nEngineer ${who} cut the ribbon.`,
    }),
    () => ({
      title: `${who} swims across lake`,
      body: `${who} crossed the lake of ${place} in ${n} minutes.\n\nThe water was cold.`,
    }),
    () => ({
      title: 'Thief returns bicycle',
      body: `A bicycle stolen in ${place} stood at its door again with a note.\n\n${who} found ${n} crowns in the basket.`,
    }),
  ])()
}

const lines: Kind = (m) => {
  const line = m.one([
    'Readers who saw something can call the newsroom between nine and five.',
    `Follow the ${m.place()} Courier for more local news and support our journalism.`,
    `Do you have a tip? Write to the desk of ${m.person()} or call ${m.number(200, 999)} ${m.number(1_000, 9_999)}.`,
    'Subscribe to our newsletter and never miss a story from your town.',
    `The reporting of this paper is made possible by the ${m.surname()} Foundation.`,
  ])
  const oneOutlet = m.chance(60)
  return times(m.number(4, 7), (i): Instance => {
    const { title, body } = small(m)
    return [
      {
        outlet: oneOutlet ? 0 : i,
        hour: i * m.number(1, 12),
        title,
        body: m.chance(80) ? `${body}\n\n${line}` : `${body} ${line}`,
      },
    ]
  })
}

const labels: Kind = (m) => {
  const label = m.one([
    'Watch live',
    'In pictures',
    'Breaking',
    'Video',
    'Listen',
    'Quiz',
    'Opinion',
    'Explained',
  ])
  return times(m.number(4, 7), (i): Instance => {
    const { title, body } = small(m)
    return [
      {
        outlet: m.chance(70) ? 0 : 1,
        hour: i * m.number(1, 20),
        title: `${label}: ${title}`,
        body: m.chance(60) ? '' : body,
      },
    ]
  })
}

const teasers: Kind = (m) => {
  const teaser = m.one([
    'Read the full story on our website.',
    'This article is for subscribers. Log in to continue reading. Already a subscriber? Take a trial for one crown.',
    'Please enable cookies to view this content. We use cookies to improve our service.',
    'You can find the details for this event on the announcement page.',
    'Enter your e-mail address to receive updates. Forgot your password?',
  ])
  return times(m.number(4, 7), (i): Instance => {
    const { title } = small(m)
    return [{ outlet: m.chance(60) ? 0 : 1, hour: i * m.number(1, 20), title, body: teaser }]
  })
}

export const LINE_KINDS: readonly Kind[] = [lines, labels, teasers]
