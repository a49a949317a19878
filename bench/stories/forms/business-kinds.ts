/** Companies and markets: reports made from a form, and one company with several events. */
import { different, type Instance, type Kind, times } from './maker.ts'

const results: Kind = (m) => {
  const analysts = `${m.surname()} Research`
  const quarter = m.one(['first', 'second', 'third', 'fourth'])
  return different(m.number(4, 6), m.company).map((company, i): Instance => {
    const short = company.split(' ')[0]!
    const income = m.number(20, 2_000)
    const share = `${m.number(0, 4)}.${m.number(10, 99)}`
    const hour = m.number(0, 30) / 10 + i
    const form = {
      outlet: 0,
      hour,
      title: `${company}: Q${m.number(1, 4)} Earnings Snapshot`,
      body: `${company} (${short.slice(0, 3).toUpperCase()}) on ${m.day(1)} reported net income of ${income} million for its ${quarter} quarter. The company said it had profit of ${share} per share. The results ${m.one(['topped', 'missed', 'met'])} the average estimate of analysts surveyed by ${analysts}, which was for earnings of ${m.number(0, 4)}.${m.number(10, 99)} per share. The company posted revenue of ${m.number(1, 9)}.${m.number(1, 9)} billion in the period. This story was generated from data of ${analysts}.`,
    }
    if (!m.chance(50)) return [form]
    return [
      form,
      {
        outlet: 1,
        hour: hour + 3,
        title: m.one([
          `${short} ${m.one(['misses', 'beats'])} forecasts as ${m.one(['demand slows', 'orders pick up', 'costs bite'])}`,
          `${short} earns ${income} million`,
        ]),
        body: `${company} earned ${income} million in the ${quarter} quarter, ${m.one(['more', 'less'])} than expected. Chief executive ${m.person()} spoke of a ${m.one(['hard', 'strong', 'mixed'])} season. Profit per share was ${share}.`,
      },
    ]
  })
}

const wraps: Kind = (m) => {
  const index = `${m.surname()} ${m.one([30, 40, 50, 100])}`
  const firms = different(4, m.company).map((name) => name.split(' ')[0]!)
  const analyst = m.person()
  const house = `${m.surname()} Capital`
  let points = m.number(2_000, 9_000)
  return times(m.number(3, 4), (i): Instance => {
    const up = m.chance(50)
    const percent = `${m.number(0, 2)}.${m.number(1, 9)}`
    points += up ? m.number(5, 90) : -m.number(5, 90)
    const [why, who] = [
      m.one(['chipmakers', 'banks', 'energy shares', 'retailers', 'carmakers']),
      m.one(firms),
    ]
    const word = up ? m.one(['rise', 'climb', 'edge up']) : m.one(['fall', 'slip', 'close lower'])
    const day = m.day(i)
    return [
      {
        outlet: 0,
        hour: i * 24 + 9,
        title: `Stocks ${word} as ${why} ${up ? 'gain' : 'slide'}`,
        body: `Stocks ${up ? 'rose' : 'fell'} on ${day}, with the ${index} closing ${up ? 'up' : 'down'} ${percent} percent at ${points} points as ${why} led the way. ${who} ${up ? 'gained' : 'lost'} ${m.number(1, 8)} percent. The currency was little changed. Traders said volumes were thin.`,
      },
      {
        outlet: 1,
        hour: i * 24 + 10,
        title: `${index} ${up ? 'gains' : 'loses'} ${percent}%`,
        body: `The ${index} ended ${day} at ${points} points, a ${up ? 'gain' : 'drop'} of ${percent} percent. “${m.one(['It is a quiet market.', 'Nobody wants to be brave.', 'We had waited for this.'])}” said ${analyst}, an analyst at ${house}. ${who} was the talk of the day. Oil stood at ${m.number(60, 99)} dollars.`,
      },
      ...(m.chance(50)
        ? [
            {
              outlet: 2,
              hour: i * 24 + 11,
              title: `Market close: shares ${up ? 'rise' : 'fall'} on ${day}`,
              body: `Shares in the ${index} ${up ? 'rose' : 'fell'} ${percent} percent to ${points} on ${day}. ${who} was the biggest ${up ? 'winner' : 'loser'}.`,
            },
          ]
        : []),
    ]
  })
}

const releases: Kind = (m) => {
  const company = m.company()
  const short = company.split(' ')[0]!
  const chief = m.person()
  const about = `About ${company}: ${company}, headquartered in ${m.place()}, is a leading provider of ${m.one(['water treatment', 'packaging', 'cloud storage', 'rail parts', 'farm machines'])} with ${m.number(200, 9_000)} employees in ${m.number(3, 40)} countries. Founded in ${m.number(1920, 2005)}, the company serves customers in industry and government. Statements in this release about the future are subject to risks and uncertainties; ${short} accepts no duty to update them.`
  const news = [
    () => {
      const target = m.company()
      const price = m.number(20, 900)
      return {
        title: `${company} to Acquire ${target}`,
        what: `today announced the acquisition of ${target} for ${price} million. The deal adds ${m.number(1, 9)} plants and is expected to close in the ${m.one(['second', 'third'])} quarter.`,
        other: `${short} buys ${target} for ${price} million`,
        text: `${company} is paying ${price} million for ${target}. Its founder ${m.person()} will stay on.`,
      }
    },
    () => {
      const name = m.person()
      return {
        title: `${company} Names ${name} Chief Financial Officer`,
        what: `today named ${name} as chief financial officer. ${name.split(' ')[1]} joins from ${m.company()} and succeeds ${m.person()}, who retires.`,
        other: `${short} picks ${name} as finance chief`,
        text: `${name} becomes finance chief of ${company} in ${m.one(['May', 'June', 'September'])}. Investors had hoped for a candidate from within.`,
      }
    },
    () => {
      const town = m.place()
      const jobs = m.number(50, 900)
      return {
        title: `${company} Opens Plant in ${town}`,
        what: `today opened a plant in ${town} that will employ ${jobs} people. Governor ${m.person()} attended the ceremony.`,
        other: `${jobs} jobs for ${town} as ${short} opens plant`,
        text: `A new plant of ${company} brings ${jobs} jobs to ${town}. Residents worry about lorries.`,
      }
    },
    () => {
      const product = `${m.one(['Aqua', 'Terra', 'Nova', 'Volt'])}${m.number(2, 9)}`
      return {
        title: `${company} Launches ${product}`,
        what: `today launched ${product}, which it says uses half the energy of earlier models. It will be on sale from ${m.one(['March', 'July', 'October'])} at ${m.number(200, 900)} dollars.`,
        other: `${product} by ${short}: first look`,
        text: `We tried ${product}, the new device of ${company}. It is quiet and it is quick, at ${m.number(200, 900)} dollars.`,
      }
    },
  ]
  return news.slice(m.number(0, 1)).map((write, i): Instance => {
    const { title, what, other, text } = write()
    const first = {
      outlet: 0,
      hour: i * m.number(6, 26),
      title,
      body: `${company} ${what} “This is a great day for our customers,” said chief executive ${chief}.\n\n${about}`,
    }
    return m.chance(60) ? [first, { outlet: 1, hour: first.hour + 3, title: other, body: text }] : [first]
  })
}

const oneCompany: Kind = (m) => {
  const company = m.company()
  const short = company.split(' ')[0]!
  const chief = m.person()
  const cut = m.number(2, 60) * 100
  const product = `${m.one(['Pilot', 'Comet', 'Echo', 'Atlas'])} ${m.number(2, 9)}`
  const judge = m.place()
  const fine = m.number(10, 400)
  const day = [m.day(0), m.day(1), m.day(2)]
  return [
    [
      {
        outlet: 0,
        hour: 2,
        title: `${short} to cut ${cut} jobs`,
        body: `${company} will cut ${cut} jobs, chief executive ${chief} told employees on ${day[0]}. Most are in sales. The union said it would fight.`,
      },
      {
        outlet: 1,
        hour: 4,
        title: `Layoffs at ${short}: ${cut} must go`,
        body: `${cut} people at ${company} will lose their job, according to a memo by ${chief} seen on ${day[0]}.`,
      },
    ],
    [
      {
        outlet: 0,
        hour: 9,
        title: `${short} unveils ${product}`,
        body: `${company} on ${day[0]} presented ${product}. ${chief} showed it on stage. It will cost ${m.number(9, 99)} dollars a month.`,
      },
      {
        outlet: 2,
        hour: 11,
        title: `Hands on: ${product} by ${short}`,
        body: `${product}, shown by ${company} on ${day[0]}, found us a hotel in nine seconds. We tried it on a train.`,
      },
    ],
    [
      {
        outlet: 0,
        hour: 27,
        title: `${short} fined ${fine} million over data`,
        body: `A court in ${judge} fined ${company} ${fine} million on ${day[1]} for selling customers' data. The company said it would appeal.`,
      },
      {
        outlet: 1,
        hour: 29,
        title: `Court in ${judge} fines ${short}`,
        body: `${company} must pay ${fine} million, a court in ${judge} ruled on ${day[1]}. Lawyer ${m.person()} called the judgment a warning.`,
      },
    ],
    [
      {
        outlet: 2,
        hour: 50,
        title: `Lawmakers question ${chief.split(' ')[1]} of ${short}`,
        body: `Lawmakers questioned ${chief}, the head of ${company}, for ${m.number(2, 6)} hours on ${day[2]} about safety. ${m.first()} promised a report by June.`,
      },
    ],
  ]
}

export const BUSINESS_KINDS: readonly Kind[] = [results, wraps, releases, oneCompany]
