import { describe, expect, test } from 'vitest'
import { comparable, overlapOf } from '../../../src/core/copies/similarity.ts'
import { copyVerdict } from '../../../src/core/copies/verdict.ts'
import { digestText } from '../../../src/core/text/digest.ts'

const verdict = (a: string, b: string, sameOutlet = false) =>
  copyVerdict(overlapOf(comparable(digestText(a), null), comparable(digestText(b), null)), sameOutlet)

const notice = (name: string, age: number, work: string, day: string) =>
  `${name}, ${age}, of Fossum, fell asleep on ${day} with the family around. ${name.split(' ')[0]} worked for many years as a ${work} and was fond of the mountains. There will be coffee at the parish hall after the service. Instead of flowers the family would like gifts to the rescue team. The notice can be read on the pages of the undertaker.`

const ABOUT =
  'About Halden Pumps: Halden Pumps, with its seat in Rossvik, makes pumps for ships and for the towns along the coast and employs 1,400 people in nine countries. It was founded in 1951 by the brothers Holt and is listed in Oslo since 1988. What is said here about the time to come is an estimate and may turn out otherwise; Halden Pumps does not promise to correct it later on.'

describe('copies need shared facts', () => {
  test('two notices of one form are no copies', () => {
    expect(
      verdict(notice('Alma Ruud', 88, 'weaver', 'Friday'), notice('Birger Lunde', 71, 'smith', 'Sunday')),
    ).toBe('templated')
  })
  test('one notice in two papers is', () => {
    expect(
      verdict(notice('Alma Ruud', 88, 'weaver', 'Friday'), notice('Alma Ruud', 88, 'weaver', 'Friday')),
    ).toBe('copy')
  })
  test('a line for those who have not paid is no text', () => {
    const line =
      'this report is for members only please sign in with your address and your password to read on or become a member today'
    expect(verdict(line, line)).not.toBe('copy')
  })
  test('two releases that carry one long block about their sender are no copies', () => {
    const first = `Halden Pumps today said that it had bought Tolmar Valves for 90 million. The seller, Greta Tolmar, stays as adviser until June. “We had looked at them for years,” said manager Ivar Sand.\n\n${ABOUT}`
    const second = `Halden Pumps has named Siri Brekke head of its yard in Larvik. She comes from Kongsberg Marine and follows Odd Nes, who retires. The yard has 210 workers and builds eight pumps a week.\n\n${ABOUT}`
    expect(verdict(first, second)).not.toBe('copy')
    expect(verdict(first, `${first}\n\nRead more on our pages.`)).toBe('copy')
  })
  test('two long reports that print one speech are no copies, and may tell of one event', () => {
    const speech = Array.from(
      { length: 6 },
      (_, i) =>
        `We have waited for this bridge since the year in which my grandmother was ${60 + i}, and we shall not wait for another winter. Those who say that the fjord is too deep have never stood on the quay at five in the morning with a sick child.`,
    ).join(' ')
    const first = `Mayor Siri Brekke of Larvik opened the session of the council with a plea for the Rossvik bridge. The councillors Odd Nes and Ivar Sand left the hall while she spoke. A vote is expected in June, when the report of Kongsberg Engineering is out. Here is what the mayor said.

${speech}`
    const second = `There was applause and there were boos in the town hall on Monday. Greta Tolmar, who runs the ferry to Halden with her brothers, called it a declaration of war. Her lawyer Pål Lunde wants to see the figures. The text of the address, as the town's press office gave it out, reads as follows.

${speech}`
    expect(verdict(first, second)).toBe('shared_block')
  })
  test('two reports that quote one speech are no form', () => {
    const said =
      'We shall not leave the harbor to those who have never seen it in a storm, and whoever comes with plans should bring boots'
    const first = `Mayor Siri Brekke spoke up on Sunday. “${said},” she told Odd Nes and the council of Larvik before the vote on the bridge.`
    const second = `There was anger in Rossvik over what the head of the town had to say of the builders. “${said},” Brekke said. Ivar Sand of Tolmar Steel left.`
    expect(verdict(first, second)).not.toBe('copy')
    const overlap = overlapOf(comparable(digestText(first), null), comparable(digestText(second), null))
    expect(overlap.quoted).toBeGreaterThan(0.9)
  })
  test('a copy whose first sentence was rewritten is one', () => {
    const body =
      'The ferry Solbris ran onto rocks off Kvitsoy late on Tuesday with 61 people on board. All were taken off by the lifeboat Rygerdoktoren within an hour, rescue leader Tone Vik said. The ferry takes in water on the port side. Divers from Stavanger are to look at the hull on Wednesday. The owner, Rogaland Lines, said that the mate had been alone on the bridge. The line between Mekjarvik and Kvitsoy is served by a smaller boat until further notice.'
    const edited = body.replace(
      'The ferry Solbris ran onto rocks off Kvitsoy late on Tuesday with 61 people on board.',
      'Sixty-one passengers had a fright when their ferry, the Solbris, hit a reef near Kvitsoy.',
    )
    expect(verdict(body, edited)).toBe('copy')
  })
})
