import type { SamplePage } from '../content.ts'

const wire = [
  `The first big storm of the autumn swept across Ireland and Wales on Friday, cutting power to 131,000 homes, uprooting trees and keeping every ferry on the Irish Sea in port.`,
  `Storm Ottoline made landfall in County Kerry at around 4 a.m. with gusts of up to 142 km per hour, the weather service said. Red warnings, the highest level, were in force for Kerry and Cork until noon and for parts of north Wales until the evening.`,
  `There were no reports of deaths. Six people were treated for minor injuries in Cork, where a plane tree more than a century old fell across the South Mall.`,
  `"She was rude but she was punctual," said Eilis Horgan, who heads the county's emergency committee. "Because people stayed indoors as we asked, we are counting slates and not casualties."`,
  `By mid-afternoon engineers had restored power to about 45,000 homes. The remaining customers would be back by Saturday night, the network operator said.`,
  `All sailings between Wales and Ireland were cancelled until midnight. Dublin airport scrapped 118 flights.`,
  `A gust of 156 km per hour was measured on Anglesey at 11:48 a.m. before the instrument failed.`,
]

/** Storm Ottoline: reports in four languages, and the live page of one outlet. */
export const storm: readonly SamplePage[] = [
  {
    outlet: 'harbour-gazette',
    file: 'storm-ottoline-live',
    path: '/uk-news/live/storm-ottoline-latest-ferries-trains-power-cuts-8834400',
    event: 'storm-ottoline',
    kind: 'live_blog',
    title: 'Storm Ottoline live: 86,000 homes without power as ferries stay in port',
    authors: ['Rory Pendleton-Shah', 'Cordelia Frayn'],
    published: '2025-09-19T06:05:12',
    modified: '2025-09-19T14:31:40',
    section: 'UK news',
    tags: ['Weather', 'Wales', 'Ireland'],
    image: 'aberystwyth-wave.jpg',
    body: `
## 14:31 Power back in Cork city centre

Engineers in Cork say the centre of the city has had its lights back since two o’clock. The count of homes without electricity in Ireland has fallen to 86,000 from 131,000 at breakfast.

## 13:10 All Irish Sea ferries off until midnight

Every sailing between Wales and Ireland has now been cancelled until midnight. In Holyhead about 70 lorries are parked along the harbour road, and a chip van has been let in through the police cordon to loud cheers.

## 11:48 Gust of 97mph on Anglesey

The weather station at South Stack has logged a gust of 97mph, the strongest of the day so far. “It took the lid off the station, so we shall have to take its word for it,” a forecaster said.

## 09:20 Trains stop west of Swansea

No trains are running west of Swansea because of trees on the line. Buses will not replace them until the wind drops below 60mph.

## 06:05 Good morning

Storm Ottoline came ashore in County Kerry at about four o’clock. Red warnings are in force for Kerry and Cork until noon and for Anglesey and Gwynedd until 5pm. We will keep you posted here all day.`,
  },
  {
    outlet: 'meridian-press',
    file: 'storm-ottoline',
    path: '/wire/2025/09/19/storm-ottoline-cuts-power-to-131000-in-ireland-halts-ferries-MPA-4588',
    event: 'storm-ottoline',
    title: 'Storm Ottoline cuts power to 131,000 in Ireland, halts Irish Sea ferries',
    authors: ['Niamh Corrigan-Bell'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'CORK, Ireland, Sept 19 (MPA) -', city: 'Cork', country: 'IE' },
    published: '2025-09-19T11:16:04',
    modified: '2025-09-19T16:02:55',
    section: 'Europe',
    tags: ['weather', 'Ireland', 'Britain'],
    image: 'mpa-ottoline-cork.jpg',
    captions: [
      {
        text: 'A fallen plane tree lies across the South Mall in Cork, Ireland, Friday.',
        credit: 'Niamh Corrigan-Bell',
        agency: 'Meridian Press Agency',
      },
    ],
    body: wire.join('\n\n'),
  },
  {
    outlet: 'strait-courier-global',
    file: 'storm-ottoline-ireland',
    path: null,
    event: 'storm-ottoline',
    title: 'Autumn storm leaves Irish homes in the dark',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'CORK, Ireland-', city: 'Cork', country: 'IE' },
    published: '2025-09-20T00:00:00',
    captions: [
      {
        text: 'Residents look at a plane tree that fell across four cars on the South Mall in Cork, Ireland, on Friday.',
        credit: 'Niamh Corrigan-Bell',
        agency: 'Meridian Press Agency',
      },
    ],
    copyOf: 'meridian-press/storm-ottoline',
    body: wire.slice(0, 5).join('\n\n'),
  },
  {
    outlet: 'lakeside-tribune',
    file: 'storm-ireland-green-bay-choir',
    path: '/news/world/2025/09/19/storm-ottoline-strands-green-bay-choir-in-ireland/',
    event: 'storm-ottoline',
    title: 'Storm Ottoline strands Green Bay choir in Ireland, so they sang',
    authors: ['Cecily Brandt'],
    published: '2025-09-19T12:35:20',
    section: 'World',
    tags: ['Storms', 'Ireland', 'Green Bay'],
    image: 'choir-pub.jpg',
    captions: [
      {
        text: 'Members of the Fox River Singers perform by candlelight in Clonakilty, Ireland, on Friday.',
        credit: 'Gail Peterson-Wu',
      },
    ],
    body: `
The Fox River Singers of Green Bay were supposed to be in Wales on Friday. Instead, 42 of them stood in a pub in Clonakilty, Ireland, with the lights out, taking requests.

Storm Ottoline, the season's first major Atlantic storm, came ashore before dawn in County Kerry with gusts near 90 mph. It cut power to 131,000 homes in Ireland and shut down every ferry on the Irish Sea, including the one the choir had tickets for.

"We've done 'Danny Boy' four times," said director Gail Peterson-Wu. "The fourth time, a man asked us to stop."

No deaths were reported. Six people were treated for minor injuries in the city of Cork. Eilis Horgan, who leads the county's emergency committee, credited residents who stayed home. "She was rude but she was punctual," Horgan said of the storm. "We are counting slates and not casualties."

Dublin Airport canceled 118 flights, among them two to Chicago. Ferries were expected to resume after midnight.

The choir hopes to make its concert in Bangor, Wales, on Sunday. Tenor Mike VandeHei said nobody was in a hurry. "They keep bringing us soup," he said.`,
  },
  {
    outlet: 'southern-dispatch',
    file: 'ottoline-ireland-wales',
    path: '/world/europe/red-warnings-as-storm-ottoline-slams-ireland-and-wales-20250919-p5n2cq',
    event: 'storm-ottoline',
    title: 'Red warnings as Storm Ottoline slams Ireland and Wales',
    agencies: ['Meridian Press Agency'],
    published: '2025-09-19T22:48:19',
    section: 'World',
    tags: ['weather', 'Ireland'],
    image: 'cork-tree.jpg',
    captions: [
      {
        text: 'A century-old plane tree came down in the centre of Cork.',
        credit: 'Niamh Corrigan-Bell',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
More than 130,000 Irish homes have lost power and ferries between Ireland and Wales are tied up in port after the first major storm of the northern autumn.

Storm Ottoline crossed the Kerry coast about 4am on Friday (1pm AEST), bringing gusts of 142km/h and waves that broke over harbour walls from Dingle to Holyhead.

Forecasters had put out their highest level of alert a day early, and schools in four counties did not open. Cork emergency chief Eilis Horgan said the warnings had worked. “She was rude but she was punctual,” she said. “We are counting slates and not casualties.”

Six people had minor injuries. A plane tree that had stood on Cork’s South Mall for more than a century came down across four parked cars, all empty.

An instrument on the Welsh island of Anglesey recorded 156km/h shortly before it blew away. Dublin Airport cancelled 118 flights, and Australian travellers were told to check with their airline before setting out.

Power should be restored to all by Saturday night. Ferries were not due to sail again before midnight.`,
  },
  {
    outlet: 'courrier-du-quai',
    file: 'tempete-ottoline',
    path: '/planete/article/2025/09/19/la-tempete-ottoline-prive-d-electricite-131-000-foyers-irlandais_6640618_3.html',
    event: 'storm-ottoline',
    title: 'La tempête Ottoline prive d’électricité 131 000 foyers irlandais',
    dek: 'Tous les ferrys entre l’Irlande et le pays de Galles sont restés à quai vendredi.',
    authors: ['Solène Marquant'],
    agencies: ['Meridian Press Agency'],
    published: '2025-09-19T13:20:00',
    modified: '2025-09-19T16:45:00',
    section: 'Planète',
    tags: ['tempête', 'Irlande'],
    image: 'dingle.jpg',
    captions: [
      {
        text: 'Vagues sur la jetée de Dingle, vendredi matin.',
        credit: 'Niamh Corrigan-Bell',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
La première grande tempête de l’automne a balayé l’Irlande et le pays de Galles, vendredi 19 septembre. Ottoline a privé d’électricité 131 000 foyers, déraciné des arbres et bloqué tous les ferrys en mer d’Irlande.

Elle a touché terre vers 4 heures dans le comté de Kerry, avec des rafales de 142 km/h. L’alerte rouge a été maintenue jusqu’à midi dans le sud-ouest de l’île.

« Elle a été grossière, mais ponctuelle », a déclaré Eilis Horgan, responsable des secours du comté de Cork. « Nous comptons des ardoises et non des victimes. » Six personnes ont été soignées pour des blessures légères.

À Cork, un platane plus que centenaire s’est abattu sur quatre voitures vides. L’aéroport de Dublin a annulé 118 vols, dont neuf vers la France.

Les liaisons maritimes depuis Cherbourg et Roscoff sont suspendues jusqu’à samedi midi. À Roscoff, une soixantaine de camions de choux-fleurs attendaient sur le port. « Le chou-fleur est patient, le client un peu moins », soupirait un chauffeur.

Ottoline doit s’affaiblir en gagnant la mer du Nord dans la nuit.

En Bretagne, où l’on craignait le pire, les rafales n’ont pas dépassé 95 km/h. Quelques arbres sont tombés dans le Finistère et un toit de poulailler a été retrouvé dans le jardin d’une mairie. Le courant devrait être rétabli partout en Irlande samedi soir.`,
  },
  {
    outlet: 'elbkurier',
    file: 'sturm-ottoline-nordsee',
    path: '/nachrichten/sturm-ottoline-zieht-zur-nordsee-id5519610.html',
    event: 'storm-ottoline',
    title: 'Sturm „Ottoline“ legt Irland lahm – und zieht nun zur Nordsee',
    dek: 'In Irland waren 131.000 Haushalte ohne Strom. An der Elbe wird in der Nacht zum Sonnabend Sturmflut erwartet.',
    authors: ['Ole Brandhorst'],
    agencies: ['Meridian Press Agency'],
    published: '2025-09-19T15:06:55',
    section: 'Nachrichten',
    tags: ['Wetter', 'Sturmflut', 'Irland'],
    image: 'sturm-cuxhaven.jpg',
    captions: [
      {
        text: 'An der Alten Liebe in Cuxhaven wurden am Freitag Sandsäcke gefüllt.',
        credit: 'Ole Brandhorst',
      },
    ],
    body: `
Der Sturm „Ottoline“ hat am Freitag in Irland und Wales Bäume entwurzelt, 131.000 Haushalte vom Strom abgeschnitten und den gesamten Fährverkehr auf der Irischen See zum Erliegen gebracht. In der Nacht soll das Tief die Nordsee erreichen.

Todesopfer gab es nicht. In der Stadt Cork wurden sechs Menschen leicht verletzt. „Sie war unhöflich, aber pünktlich“, sagte die Leiterin des Krisenstabs, Eilis Horgan, über den Sturm. „Wir zählen Schieferplatten und keine Opfer.“

Gegen vier Uhr morgens war „Ottoline“ mit Böen von 142 Kilometern pro Stunde auf die Küste von Kerry getroffen. Auf der walisischen Insel Anglesey zeigte ein Messgerät 156 Kilometer pro Stunde an, dann fiel es aus.

## Sturmflut bis 2,40 Meter über normal

Für die Elbmündung erwartet der Wasserstandsdienst am Sonnabend gegen 3.15 Uhr eine Sturmflut von bis zu 2,40 Metern über dem mittleren Hochwasser. Die Deichtore in Cuxhaven werden um Mitternacht geschlossen, der Fischmarkt fällt aus.

Die Nordkai Reederei hat die Fahrten nach Helgoland bis einschließlich Sonntag gestrichen.

Am Dockland und am Fischmarkt in Hamburg stellt die Polizei ab Mitternacht Sperren auf. Wer sein Auto dort abgestellt hat, sollte es bis dahin wegfahren. Bis Sonnabendmittag soll der Wind nachlassen.`,
  },
]
