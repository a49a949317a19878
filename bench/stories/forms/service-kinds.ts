/** Notices and services: articles that appear every day or every week in the same words. */
import { different, type Kind, times } from './maker.ts'

const quakes: Kind = (m) => {
  const agency = `${m.place()} Seismological Institute`
  return different(m.number(4, 6), m.place).map((place, i) => {
    const size = `${m.number(3, 6)}.${m.number(1, 9)}`
    const depth = m.number(5, 90)
    const at = `${m.number(1, 12)}:${m.number(10, 59)}`
    const day = m.day(i)
    const form = {
      outlet: 0,
      hour: i * m.number(3, 20),
      title: `Magnitude ${size} earthquake strikes near ${place}`,
      body: `An earthquake of magnitude ${size} struck ${m.number(8, 60)} kilometres from ${place} at ${at} on ${day}, the ${agency} said. The quake had a depth of ${depth} kilometres. There were no immediate reports of damage or injuries. This report was written automatically from data of the ${agency} and will be updated.`,
    }
    if (!m.chance(40)) return [form]
    return [
      form,
      {
        outlet: 1,
        hour: form.hour + 2,
        title: `${place} shaken by tremor of ${size}`,
        body: `People in ${place} ran into the street on ${day} when a tremor of magnitude ${size} shook the town. Mayor ${m.person()} said the school would be inspected. The centre lay ${depth} kilometres down.`,
      },
    ]
  })
}

const lottery: Kind = (m) => {
  const game = `${m.one(['Lucky', 'Golden', 'Super', 'Mega'])} ${m.one(['Six', 'Draw', 'Lotto', 'Pick'])}`
  return times(m.number(4, 6), (i) => {
    const balls = times(6, () => m.number(1, 49)).join(', ')
    return [
      {
        outlet: m.chance(80) ? 0 : 1,
        hour: i * m.one([24, 72]),
        title: `${game}: winning numbers for ${m.day(i)}`,
        body: `The winning numbers in ${m.day(i)}'s drawing of the ${game} were: ${balls}. Bonus ball: ${m.number(1, 20)}. The estimated jackpot is ${m.number(2, 90)} million. For more information and past results visit the lottery's website.`,
      },
    ]
  })
}

const deaths: Kind = (m) => {
  const town = m.place()
  const home = `${m.surname()} & Sons Funeral Home`
  const church = m.one(['St. Anne’s Church', 'the Methodist chapel', 'St. Mark’s Church'])
  return times(m.number(4, 7), (i) => {
    const [first, last] = [m.first(), m.surname()]
    const age = m.number(61, 98)
    const body = `${first} ${last}, ${age}, of ${m.chance(60) ? town : m.place()}, died peacefully on ${m.day(m.number(0, 6))} at home. ${first} was born in the county and worked for many years as a ${m.one(['teacher', 'farmer', 'nurse', 'welder', 'clerk', 'baker', 'driver'])}. ${first} is survived by ${m.one(['a son', 'two daughters', 'three children', 'a sister'])} and many friends, and was a member of ${church}. Services will be held at ${home}. Memorials may be made to the hospice. Condolences can be left on the website of the funeral home.`
    const title = m.one([
      `${first} ${last}, ${age}`,
      `Obituary: ${first} ${last}, ${age}`,
      `Death notice: ${first} ${last}`,
    ])
    return [{ outlet: m.chance(75) ? 0 : 1, hour: i * m.number(0, 24), title, body }]
  })
}

const forecasts: Kind = (m) => {
  const office = `${m.place()} Weather Service`
  const towns = different(2, m.place)
  return towns.flatMap((town, t) =>
    times(m.number(2, 4), (i) => {
      const sky = m.one([
        'sunshine',
        'light rain',
        'scattered clouds',
        'showers',
        'fog at first',
        'snow at night',
        'a mixed day',
      ])
      return [
        {
          outlet: t,
          hour: i * 24 + t,
          title: m.one([
            `${town} weather: ${m.day(i)} forecast`,
            `Weather in ${town} for ${m.day(i)}`,
            `${town} forecast: ${sky}`,
          ]),
          body: `${town} can look forward to ${sky} on ${m.day(i)} with a high of ${m.number(4, 24)} degrees and a low of ${m.number(-4, 9)}. Winds will be from the ${m.one(['west', 'north', 'south-east', 'south'])} at ${m.number(5, 45)} km/h. The sun rises at ${m.number(5, 7)}:${m.number(10, 59)} and sets at ${m.number(17, 20)}:${m.number(10, 59)}. The outlook for the day after: ${m.one(['dry', 'rain later', 'windy', 'no great change'])}. The forecast was issued by the ${office} at 5 a.m.`,
        },
      ]
    }),
  )
}

const horoscopes: Kind = (m) =>
  times(m.number(3, 6), (i) => {
    const signs = ['Aries', 'Taurus', 'Gemini', 'Cancer', 'Leo', 'Virgo']
    const advice = [
      'A letter brings good news.',
      'Keep your money together.',
      'Somebody at work needs your help.',
      'Do not rush into a decision.',
      'An old friend calls.',
      'Your patience pays.',
      'Rest is what you need.',
      'Say what you think.',
    ]
    return [
      {
        outlet: m.chance(80) ? 0 : 1,
        hour: i * 24,
        title: m.one([
          `Horoscope for ${m.day(i)}`,
          `Your daily horoscope: ${m.day(i)}`,
          `What the stars say on ${m.day(i)}`,
        ]),
        body: `${signs.map((sign) => `${sign}: ${m.one(advice)} ${m.one(advice)}`).join(' ')} Lucky number: ${m.number(2, 99)}.`,
      },
    ]
  })

const pictures: Kind = (m) => {
  const title = m.one([
    'Picture of the day',
    'Cartoon of the day',
    'Daily crossword',
    'Today on television',
    'Your letters',
    'Chess problem of the week',
  ])
  return times(m.number(3, 6), (i) => [{ outlet: 0, hour: i * 24, title, body: '' }])
}

export const SERVICE_KINDS: readonly Kind[] = [quakes, lottery, deaths, forecasts, horoscopes, pictures]
