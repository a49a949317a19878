import type { SamplePage } from '../content.ts'

/** Two heads of port leagues meet in Valletta; a day later the same two in the same town, on another matter. */
export const ports: readonly SamplePage[] = [
  {
    outlet: 'strait-courier-global',
    file: 'baltic-gulf-ports-talks',
    path: null,
    event: 'ports-meeting',
    title: 'Baltic, Gulf ports pledge to talk despite tariff row',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'ROME, Italy-', city: 'Rome', country: 'IT' },
    published: '2025-09-19T00:00:00',
    captions: [
      {
        text: 'Baltic Ports Council chief Marek Lindqvist (right) shows Gulf Shipping Union president Noura Al-Dhaheri a model of a lightship during a break in the World Harbour Forum, in Valletta, Malta, on Wednesday.',
        credit: 'Carmel Buttigieg',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Baltic Ports Council chief Marek Lindqvist and Gulf Shipping Union president Noura Al-Dhaheri sat down at one table on Wednesday, promising to keep a line open while conceding that a "wide channel" still lies between them over berth fees.

Receiving her in a side room of the World Harbour Forum in the Maltese capital, Valletta, Lindqvist said that the two leagues had to decide how to share winter traffic despite "a wide channel between us" on a number of points.

"There is a wide channel between us on fees. There is a wide channel between us on who waits and who sails when the ice comes," Lindqvist said.

"Our offer is not complicated," the Swedish harbour manager said. "We will open every book we keep, provided that the reading is fair, that the numbers are real, and that each side turns its own pages."

'A timetable, not a truce'

Al-Dhaheri, for her part, said that the union she leads wants "a timetable, not a truce" with the northern ports, noting that its 38 member companies look for agreement on matters of shared interest, including pilot training, clean fuel, as well as the tracking of lost containers.

At the opening of the session though, Al-Dhaheri called it "no surprise that we read the same map upside down" and that her members would divert ships "if the fees go up again in January".

The mood between the leagues has soured since the spring. They have clashed over demurrage, the inspection of reefers, scrapped liner routes, and the seizure of two tugs in April.

Since he took the chair in February, Lindqvist has tightened the rules for unscheduled calls. His description of the union's schedule as "a wish list" was badly received in the Gulf, which withdrew its liaison officer from Gdansk and said that the link was close to being cut altogether.

Their talk, the first at this level since 2021, went on for two hours and ten minutes, twice the time that had been set aside.

In June, Lindqvist suggested a joint session of the two boards this winter, and last month he voiced the hope that it could be held in Muscat in December.

The two are expected to exchange drafts before then and may set up a common desk for ice warnings.`,
  },
  {
    outlet: 'savanna-post',
    file: 'lindqvist-al-dhaheri-meet',
    path: null,
    event: 'ports-meeting',
    title: "Al-Dhaheri, Lindqvist Promise 'Open Books' at 1st Encounter on Port Fees",
    authors: ['Baraka Njenga'],
    published: '2025-09-18T11:45:00',
    captions: [
      {
        text: 'Gulf Shipping Union president Noura Al-Dhaheri in talks with Baltic Ports Council chief Marek Lindqvist',
      },
      { text: 'Gulf Shipping Union president Noura Al-Dhaheri' },
      { text: 'Baltic Ports Council chief Marek Lindqvist' },
    ],
    body: `
On Wednesday, Gulf Shipping Union president Noura Al-Dhaheri had her first encounter with Baltic Ports Council chief Marek Lindqvist in Valletta since the dispute about berth fees broke out in spring.

The two leaders did not hide that they stand far apart on money, but spoke warmly of the chance to settle the winter timetable before the ice arrives.

Al-Dhaheri called it "no surprise that we read the same map upside down", adding that shippers would look for other harbours if fees rise in January, yet both sides would earn more by sailing to one plan.

Lindqvist, in turn, spoke of "a wide channel between us" on fees, but said the leagues must work side by side "where the water is shallow for everyone."

Officials of the Gulf union said nothing had been signed, and described the meeting as "a decent first knot" in a rope that will take "a whole winter" to tie.

Al-Dhaheri repeated that she wanted "a timetable, not a truce" and said the leagues could join forces in training pilots, buying cleaner fuel, finding containers lost at sea, besides a joint desk for ice warnings.

"Cargo has no nationality and neither has fog," she remarked.

The officials also mentioned that the seizure of two tugs in April had been raised, and several times described the day as "unrolling the chart" for later sessions.

It is worth mentioning that the first meeting of the heads of the two leagues since 2021 took two hours and ten minutes.

Lindqvist told a Maltese broadcaster the talks were "frank and useful" and that his council would open every book it keeps "provided that the reading is fair."

He further said that drafts would be exchanged ahead of a possible joint session of both boards in Muscat in December.`,
  },
  {
    outlet: 'meridian-press',
    file: 'ports-chiefs-valletta',
    path: '/wire/2025/09/17/baltic-gulf-port-chiefs-meet-in-valletta-fee-row-unresolved-MPA-4549',
    event: 'ports-meeting',
    title: 'Baltic, Gulf port chiefs meet in Valletta, fee row unresolved',
    authors: ['Carmel Buttigieg'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'VALLETTA, Sept 17 (MPA) -', city: 'Valletta', country: 'MT' },
    published: '2025-09-17T19:21:30',
    section: 'Business',
    tags: ['shipping', 'ports', 'Malta'],
    image: 'mpa-lightship.jpg',
    captions: [
      {
        text: 'Marek Lindqvist, right, and Noura Al-Dhaheri at the World Harbour Forum in Valletta, Malta, Wednesday.',
        credit: 'Carmel Buttigieg',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
The heads of the Baltic Ports Council and the Gulf Shipping Union met on Wednesday for the first time in four years but did not settle a dispute over berth fees that threatens to divert container traffic this winter.

Marek Lindqvist, who chairs the council of 52 northern harbours, and Noura Al-Dhaheri, president of the union of 38 shipping companies, talked for two hours and ten minutes at the World Harbour Forum in Valletta.

"There is a wide channel between us on fees," Lindqvist said afterwards. He offered to "open every book we keep, provided that the reading is fair".

Al-Dhaheri said she sought "a timetable, not a truce". Her members would call at other ports if fees were raised again in January, she added.

The council put up charges for unscheduled calls by 14 percent in May. The union answered by withdrawing its liaison officer from Gdansk.

Both sides said that they could agree on pilot training, cleaner fuel and a common desk for ice warnings. Drafts are to be exchanged before a possible joint session of the two boards in Muscat in December.`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'harbour-chiefs-map-upside-down',
    path: '/business/shipping/same-map-upside-down-harbour-chiefs-meet-over-berth-fees-8833011',
    event: 'ports-meeting',
    title: '‘The same map upside down’: harbour chiefs meet over berth fees',
    dek: 'First talks in four years between Baltic ports and Gulf shippers bring warm words and no deal',
    authors: ['Rory Pendleton-Shah'],
    published: '2025-09-17T20:03:17',
    section: 'Business',
    tags: ['Shipping', 'Ports'],
    image: 'valletta-forum.jpg',
    captions: [
      {
        text: 'Grand Harbour, Valletta, where the World Harbour Forum ends on Friday',
        credit: 'Imogen Thackeray',
      },
    ],
    body: `
British importers face another winter of uncertain deliveries after talks in Malta between northern Europe’s ports and the Gulf’s shipping lines ended without agreement on fees.

Noura Al-Dhaheri, president of the Gulf Shipping Union, told Marek Lindqvist, chief of the Baltic Ports Council, that it was “no surprise that we read the same map upside down”. Mr Lindqvist, for his part, spoke of “a wide channel between us”.

No two heads of these leagues had met since 2021. The pair were given an hour on the fringes of the World Harbour Forum and took two hours and ten minutes.

Behind the metaphors is a rise of 14 per cent in the fee for unscheduled calls, which Baltic harbours have charged since May. Gulf lines say it punishes ships that arrive late because of weather. The ports say that a berth held empty costs money too.

The row has already touched Felixstowe and Hull, which took 61 diverted ships over the summer. “We are glad of the business and we cannot find anywhere to put it,” said one terminal manager.

Both leaders spoke of common ground: pilot training, cleaner fuel, containers lost overboard and a shared desk for ice warnings. A joint meeting of the two boards may be held in Muscat in December.

Ms Al-Dhaheri said she wanted “a timetable, not a truce”. Asked whether he had one to offer, Mr Lindqvist showed reporters his watch.`,
  },
  {
    outlet: 'strait-courier-global',
    file: 'harbour-forum-museum-award',
    path: null,
    event: 'harbour-forum-lightship',
    title: 'Lightship museum opens as harbour forum ends in Valletta',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'VALLETTA, Malta-', city: 'Valletta', country: 'MT' },
    published: '2025-09-20T00:00:00',
    captions: [
      {
        text: 'Schoolchildren climb aboard the lightship Sant Elmu on its first day as a museum, in Valletta, Malta, on Friday.',
        credit: 'Carmel Buttigieg',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
A lightship that guided vessels past the reefs of Malta for 71 years was opened as a museum on Friday, on the closing day of the World Harbour Forum.

Gulf Shipping Union president Noura Al-Dhaheri and Baltic Ports Council chief Marek Lindqvist cut the ribbon together in Valletta, after a brass band had played and a class of nine-year-olds had been sent aboard first.

"Nobody has ever quarrelled with a lighthouse," Al-Dhaheri said. "It tells everyone the same thing and sends no bill."

The Sant Elmu, built in 1938, lay at anchor off the north coast until 2009 and then rusted in a creek. Volunteers spent nine years and 3.2 million euros on the hull, the lamp and the bunks of the eleven men who served on it in shifts of four weeks.

Among them was Salvu Mifsud, now 84, who rang the fog bell on Friday. "I rang it once for 61 hours," he said. "My wife says that I still hear badly on purpose."

The museum shows log books, a stove on which bread was baked in gales, and the flags of 19 rescued ships. Entry is free until the end of October.

The forum, which drew 2,400 delegates from 88 countries, will be held in Busan next year.`,
  },
]
