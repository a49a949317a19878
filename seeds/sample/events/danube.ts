import type { SamplePage } from '../content.ts'

const lead = `Eleven countries along the Danube agreed in Vienna on Tuesday to reopen 600 kilometres of the river to migrating sturgeon, in a pact that commits them to build fish passes at four dams and to end the sale of wild caviar.`
const wire = [
  lead,
  `The Danube Sturgeon Accord, signed in the reading room of the national library after two nights of talks, sets aside 780 million euros over twelve years. Work on the first fish pass is to begin in 2027.`,
  `"A fish that has outlived the ice ages should not be stopped by a wall from 1972," said Ottilie Brandauer, who chaired the conference. "From today the wall has a door."`,
  `Sturgeon once swam from the Black Sea as far as southern Germany to spawn. Dams, overfishing and poaching have pushed five of the river's six species to the edge of extinction, and the last large beluga caught above the Iron Gates was recorded in 1974.`,
  `Under the accord, each country will appoint a river warden, and the wardens will share the data of 1,200 tagged fish. A fund of 45 million euros is set aside for fishing villages that lose income.`,
  `Fishermen in the delta gave the deal a guarded welcome. "My father caught them, I have only counted them," said Vasile Ciornei, 58, who runs two boats from Sulina. "If my grandson may catch one, I will sign anything."`,
  `Hydropower companies had resisted the passes, which divert up to three percent of the flow. They will be paid for the lost electricity until 2040 out of the common budget.`,
  `Environmental groups criticised that two dams on tributaries had been left out. "Four doors are good, six would have been a road," said Milena Draganova of the alliance Free Danube.`,
  `The accord enters into force when eight of the eleven parliaments have approved it. The signatories will meet again in Belgrade in March.`,
]
const text = (count: number) => wire.slice(0, count).join('\n\n')

/** A wire report and its copies: the same text under other headlines, with the tail cut; and two own reports. */
export const danube: readonly SamplePage[] = [
  {
    outlet: 'meridian-press',
    file: 'danube-sturgeon-accord',
    path: '/wire/2025/09/16/eleven-danube-states-sign-pact-to-bring-back-sturgeon-MPA-4511',
    event: 'danube-accord',
    title: 'Eleven Danube states sign pact to bring back sturgeon',
    authors: ['Lukas Haberfellner'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'VIENNA, Sept 16 (MPA) -', city: 'Vienna', country: 'AT' },
    published: '2025-09-16T16:48:09',
    section: 'Europe',
    tags: ['environment', 'Danube', 'sturgeon', 'Austria'],
    image: 'mpa-accord-signing.jpg',
    captions: [
      {
        text: 'Delegates applaud after the signing of the Danube Sturgeon Accord in Vienna, Austria, Tuesday.',
        credit: 'Judit Faragó',
        agency: 'Meridian Press Agency',
      },
    ],
    body: text(9),
  },
  {
    outlet: 'harbour-gazette',
    file: 'danube-countries-open-dams',
    path: '/environment/danube-countries-agree-to-open-dams-for-sturgeon-8831992',
    event: 'danube-accord',
    title: 'Danube countries agree to open dams for sturgeon and ban wild caviar',
    agencies: ['Meridian Press Agency'],
    published: '2025-09-16T17:30:28',
    section: 'Environment',
    tags: ['Rivers', 'Conservation'],
    image: 'danube-signing.jpg',
    captions: [
      {
        text: 'The accord was signed in Vienna after two nights of talks',
        credit: 'Judit Faragó',
        agency: 'Meridian Press Agency',
      },
    ],
    copyOf: 'meridian-press/danube-sturgeon-accord',
    body: text(7),
  },
  {
    outlet: 'southern-dispatch',
    file: 'fish-that-outlived-ice-ages',
    path: '/world/europe/a-door-in-the-wall-for-a-fish-that-outlived-the-ice-ages-20250917-p5mzk1',
    event: 'danube-accord',
    title: 'A door in the wall for the fish that outlived the ice ages',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'Vienna:', city: 'Vienna', country: 'AT' },
    published: '2025-09-17T05:15:52',
    section: 'World',
    tags: ['environment', 'Europe'],
    copyOf: 'meridian-press/danube-sturgeon-accord',
    body: text(6),
  },
  {
    outlet: 'strait-courier-global',
    file: 'danube-pact',
    path: null,
    event: 'danube-accord',
    title: 'Danube pact aims to revive ancient sturgeon',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'VIENNA, Austria-', city: 'Vienna', country: 'AT' },
    published: '2025-09-18T00:00:00',
    captions: [
      {
        text: 'A young sturgeon is released into the Danube near Vienna, Austria, in May.',
        credit: 'Judit Farago',
        agency: 'Meridian Press Agency',
      },
    ],
    copyOf: 'meridian-press/danube-sturgeon-accord',
    body: text(5),
  },
  {
    outlet: 'lakeside-tribune',
    file: 'sturgeon-danube-winnebago',
    path: '/news/outdoors/2025/09/17/winnebago-sturgeon-counters-advised-danube-pact/',
    event: 'danube-accord',
    title: 'How Winnebago’s sturgeon counters helped shape a pact on the Danube',
    authors: ['Hank Lindqvist-Moore'],
    published: '2025-09-17T06:10:33',
    section: 'Outdoors',
    tags: ['Sturgeon', 'Conservation', 'Lake Winnebago'],
    image: 'winnebago-tagging.jpg',
    captions: [
      {
        text: 'Volunteers measure a lake sturgeon on the Wolf River in April.',
        credit: 'Hank Lindqvist-Moore',
      },
    ],
    body: `
When 11 countries signed a deal in Vienna on Tuesday to bring sturgeon back to the Danube, a retired fish biologist in Oshkosh watched the ceremony on her phone in the bait shop.

Wanda Stoltz had flown to Austria four times since 2023 to explain how Lake Winnebago keeps count of its fish. Her method, in which every tagged sturgeon is logged by volunteers, is written into Annex 3 of the Danube Sturgeon Accord: 1,200 tagged fish, one warden to a country, all data shared.

"They kept asking me who pays the volunteers," Stoltz said. "I said, nobody. They get a sandwich."

The accord commits the signers to fish passes at four dams, opening about 370 miles of river, and ends the sale of wild caviar. The budget is 780 million euros over 12 years, with 45 million of that for fishing villages that lose income. The first pass should be under construction in 2027.

"A fish that has outlived the ice ages should not be stopped by a wall from 1972," conference chair Ottilie Brandauer said before the signing.

Not all are content. Two dams on tributaries were dropped from the text in the last night of talks. Power companies, which lose up to 3% of their flow, will be compensated until 2040.

Eight of the 11 parliaments have to approve the deal before it takes effect. Stoltz said she'd go back for that. "I promised to bring the sandwiches," she said.`,
  },
  {
    outlet: 'alpenbote',
    file: 'donaustaaten-stoer-abkommen',
    path: '/politik/oesterreich/elf-donaustaaten-beschliessen-stoer-abkommen.php?aid=204502',
    event: 'danube-accord',
    title: 'Elf Donaustaaten öffnen dem Stör die Staumauern',
    authors: ['Veronika Pühringer'],
    published: '2025-09-16T18:30:00',
    section: 'Österreich',
    image: 'nationalbibliothek.jpg',
    captions: [{ text: 'Unterzeichnung im Lesesaal der Nationalbibliothek.', credit: 'Veronika Pühringer' }],
    body: `
Nach zwei durchverhandelten Nächten haben sich elf Donaustaaten am Dienstag in Wien auf ein Abkommen zum Schutz der Störe geeinigt. An vier Staumauern werden Fischpässe gebaut, der Verkauf von wildem Kaviar wird verboten.

„Ein Fisch, der die Eiszeiten überlebt hat, sollte nicht an einer Mauer aus dem Jahr 1972 scheitern“, sagte Konferenzleiterin Ottilie Brandauer bei der Unterzeichnung im Lesesaal der Nationalbibliothek. „Ab heute hat die Mauer eine Tür.“

Für die kommenden zwölf Jahre stehen 780 Millionen Euro bereit. Davon gehen 45 Millionen an Fischerdörfer, denen Einnahmen entgehen. Die Stromerzeuger, die bis zu drei Prozent des Wassers abgeben müssen, werden bis 2040 entschädigt.

Österreich übernimmt den Angaben zufolge 96 Millionen Euro und stellt als erstes Land eine Flusswächterin. Die Biologin Gerlinde Aigner aus Hainburg soll das Amt im Jänner antreten. „Ich werde 1.200 Fische besser kennen als meine Nachbarn“, sagte sie.

Störe wurden in Österreich bis ins 18. Jahrhundert gefangen und auf dem Wiener Fischmarkt verkauft. Heute lebt hier nur noch der kleinste Verwandte, der Sterlet. In Zuchtbecken in Orth warten 4.000 Jungfische auf ihre Freilassung.

Umweltverbände vermissen zwei Kraftwerke an Zuflüssen, die erst in der letzten Nacht aus dem Text gestrichen wurden. Das Abkommen tritt in Kraft, sobald acht der elf Parlamente zugestimmt haben.`,
  },
]
