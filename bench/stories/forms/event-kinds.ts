/** Events in a series, or events that are similar and happen on the same days. */
import { different, type Instance, type Kind, times } from './maker.ts'

const games: Kind = (m) => {
  const [home, away] = different(2, m.place)
  const [bears, hawks] = different(2, () =>
    m.one(['Bears', 'Hawks', 'Miners', 'Sailors', 'Foxes', 'Rams', 'Pilots']),
  )
  const stars = different(3, m.surname)
  const coach = m.person()
  const preview: Instance = [
    {
      outlet: 0,
      hour: 0,
      title: `Game 1 preview: ${bears} and ${hawks} open final series`,
      body: `The ${home} ${bears} host the ${away} ${hawks} in Game 1 of the final on ${m.day(0)} night. Coach ${coach} has all players fit. ${stars[0]} is the man to watch. The ${hawks} won three of the four meetings in the season.`,
    },
  ]
  const played = times(m.number(2, 4), (i): Instance => {
    const [winner, loser] = m.chance(50) ? [bears, hawks] : [hawks, bears]
    const score = `${m.number(95, 130)}-${m.number(70, 94)}`
    const star = m.one(stars)
    const points = m.number(18, 44)
    const hour = 13 + i * 48
    return [
      {
        outlet: 0,
        hour,
        title: m.one([
          `${winner} beat ${loser} ${score} in Game ${i + 1}`,
          `${winner} take Game ${i + 1}, ${score}`,
        ]),
        body: `${star} scored ${points} points as the ${winner} beat the ${loser} ${score} on ${m.day(i * 2)} in Game ${i + 1} of the final. Coach ${coach} praised the defence. Game ${i + 2} is on ${m.day(i * 2 + 2)}.`,
      },
      {
        outlet: 1,
        hour: hour + 1,
        title: m.one([`${star} leads ${winner} with ${points} points`, `${loser} humbled, ${score}`]),
        body: `It was a night to forget for the ${loser}, who lost ${score} on ${m.day(i * 2)}. ${star} had ${points} points. “We must do better,” coach ${coach} said.`,
      },
    ]
  })
  return [preview, ...played]
}

const trial: Kind = (m) => {
  const accused = m.person()
  const last = accused.split(' ')[1]!
  const place = m.place()
  const crime = m.one(['the murder of', 'fraud against', 'the kidnapping of'])
  const victim = m.person()
  const days = [
    () => ({
      title: `Trial of ${last} opens in ${place}`,
      what: `pleaded not guilty as the trial opened. Prosecutor ${m.person()} spoke for two hours.`,
    }),
    () => ({
      title: `Neighbour tells court of screams`,
      what: `listened as a neighbour, ${m.person()}, told the court of screams at ${m.number(1, 12)} in the morning.`,
    }),
    () => ({
      title: `Expert: fibres match coat in ${last} trial`,
      what: `shook his head when expert ${m.person()} said that ${m.number(3, 30)} fibres matched a coat.`,
    }),
    () => ({
      title: `${last} found guilty`,
      what: `was found guilty by a jury after ${m.number(4, 30)} hours and will be sentenced in ${m.one(['May', 'June', 'October'])}.`,
    }),
  ]
  return days.map((write, i): Instance => {
    const { title, what } = write()
    const background = `${accused} is charged with ${crime} ${victim} in ${place} in ${m.number(2015, 2022)}.`
    const first = {
      outlet: 0,
      hour: i * 24 + 5,
      title,
      body: `${accused} ${what} ${background} The trial continues.`,
    }
    return m.chance(60)
      ? [
          first,
          {
            outlet: 1,
            hour: first.hour + 3,
            title: m.one([title.replace('Trial of', 'In court:'), `${place} court, day ${i + 1}`]),
            body: `Day ${i + 1} of the trial in ${place}: ${accused} ${what}`,
          },
        ]
      : [first]
  })
}

const fires: Kind = (m) => {
  const office = `${m.place()} Fire Department`
  return times(m.number(4, 6), (i): Instance => {
    const [street, place] = [m.street(), m.place()]
    const crew = m.number(8, 60)
    const what = m.one(['a garage', 'a flat', 'a barn', 'a shed', 'a kitchen', 'a parked lorry'])
    const hour = i * m.number(2, 20)
    const form = {
      outlet: 0,
      hour,
      title: m.one([`Fire in ${what} on ${street}`, `Fire crews called to ${street}`]),
      body: `The ${office} was called to a fire in ${what} on ${street} in ${place} at ${m.number(1, 11)}:${m.number(10, 59)}. ${crew} firefighters with ${m.number(2, 9)} engines were at the scene. Nobody was hurt. The cause of the fire is under investigation. Residents are asked to test their smoke alarms.`,
    }
    return m.chance(35)
      ? [
          form,
          {
            outlet: 1,
            hour: hour + 2,
            title: `Flames destroy ${what.slice(2)} in ${place}`,
            body: `${crew} firefighters fought flames in ${what} on ${street} in ${place}. Owner ${m.person()} had just left.`,
          },
        ]
      : [form]
  })
}

const appeals: Kind = (m) => {
  const station = m.place()
  return times(m.number(3, 5), (i): Instance => {
    const crime = m.one([
      'a break-in at a shop',
      'a hit-and-run',
      'the theft of a van',
      'a robbery',
      'damage to a bus stop',
      'a fight outside a bar',
    ])
    return [
      {
        outlet: 0,
        hour: i * 24,
        title: m.one([
          'Police appeal for witnesses',
          'Police seek witnesses',
          `Police appeal after ${crime}`,
        ]),
        body: `Police are looking for witnesses to ${crime} on ${m.street()} in ${station} on ${m.day(i)} evening. ${m.one(['A cyclist', 'Two men', 'A woman', 'A driver'])}, ${m.number(18, 70)}, ${m.one(['was hurt', 'fled on a scooter', 'was seen running away'])}. Call the ${station} station with information.`,
      },
    ]
  })
}

const incidents: Kind = (m) => {
  const line = m.one([
    'Anyone with information is asked to call the police hotline.',
    'No arrests have been made. The investigation continues.',
    'The names of the victims were not released.',
  ])
  return different(m.number(4, 7), m.place).map((place, i): Instance => {
    const count = m.one(['Two', 'Three', 'Four', 'Five', 'Six'])
    const age = m.number(15, 60)
    const where = m.one([
      'outside a bar',
      'in a car park',
      'at a party',
      'in an alley',
      'at a petrol station',
    ])
    const hour = i * 2
    const how = m.one([
      'shot and wounded',
      'stabbed',
      'hurt in a crash',
      'robbed at gunpoint',
      'hurt when a balcony fell',
    ])
    const first = {
      outlet: i,
      hour,
      title: m.one([`${count} ${how} in ${place}`, `${count} people ${how} ${where}`]),
      body: `${count} people were ${how} ${where} on ${m.street()} in ${place} early on ${m.day(3)}, police said. One of them, ${age}, is in hospital. ${line}`,
    }
    return m.chance(40)
      ? [
          first,
          {
            outlet: i + 10,
            hour: hour + 3,
            title: `${place}: ${count.toLowerCase()} victims, one in hospital`,
            body: `Police chief ${m.person()} spoke of a senseless act after ${count.toLowerCase()} people were ${how} in ${place}, ${where} on ${m.day(3)}. A ${age}-year-old was taken to hospital. ${line}`,
          },
        ]
      : [first]
  })
}

const election: Kind = (m) => {
  const country = m.place()
  const [old, rival] = different(2, m.person)
  const [a, b] = [old!.split(' ')[1]!, rival!.split(' ')[1]!]
  const share = m.number(31, 49)
  const turnout = m.number(20, 50)
  return [
    [
      {
        outlet: 0,
        hour: 0,
        title: `${a} and ${b} trade blows in last debate`,
        body: `${old} and challenger ${rival} clashed over taxes on ${m.day(4)} in their last debate before Sunday’s election in ${country}.`,
      },
      {
        outlet: 1,
        hour: 5,
        title: `${a} on the attack in final duel`,
        body: `${old} called the plan of ${rival} a cheque that bounces in the final television duel on ${m.day(4)}.`,
      },
    ],
    [
      {
        outlet: 0,
        hour: 40,
        title: `Polls open in ${country}`,
        body: `Voting began on Sunday in ${country} in an election that will decide whether ${old} stays. Polling stations close at 8 p.m.`,
      },
      {
        outlet: 1,
        hour: 45,
        title: 'Long queues at polling stations',
        body: `Turnout stood at ${turnout} percent at noon on Sunday in ${country}, the electoral office said. Voters queued around the block.`,
      },
    ],
    [
      {
        outlet: 0,
        hour: 54,
        title: `${b} claims victory in ${country}`,
        body: `${rival} claimed victory late on Sunday after winning ${share} percent of the vote. ${old} fell behind. A partner is needed.`,
      },
      {
        outlet: 1,
        hour: 55,
        title: `Change of power: ${a} concedes`,
        body: `${old} conceded defeat on Sunday night in ${country}. ${rival} had ${share} percent with nearly all counted.`,
      },
    ],
  ]
}

const council: Kind = (m) => {
  const town = m.place()
  const mayor = m.person()
  const topics = [
    'a new bus line',
    'the swimming pool',
    'higher parking fees',
    'a bicycle bridge',
    'the school roof',
    'a dog park',
    'street lights',
  ]
  return different(m.number(3, 5), () => m.one(topics)).map((topic, i): Instance => {
    const cost = m.number(2, 90)
    const first = {
      outlet: 0,
      hour: i * m.number(2, 30),
      title: `${town} council votes on ${topic}`,
      body: `The council of ${town} voted ${m.number(9, 20)} to ${m.number(1, 8)} for ${topic} on ${m.day(i)}. It will cost ${cost} million, mayor ${mayor} said. Work begins in spring.`,
    }
    return m.chance(40)
      ? [
          first,
          {
            outlet: 1,
            hour: first.hour + 4,
            title: `${cost} million for ${topic} in ${town}`,
            body: `${topic[0]!.toUpperCase()}${topic.slice(1)} will be paid for by ${town}: ${cost} million. Critics of mayor ${mayor} walked out.`,
          },
        ]
      : [first]
  })
}

export const EVENT_KINDS: readonly Kind[] = [games, trial, fires, appeals, incidents, election, council]
