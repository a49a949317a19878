import type { SamplePage } from '../content.ts'

/** Templated weather on two days, a gallery, a section page, and two pages that stand alone. */
export const local: readonly SamplePage[] = [
  {
    outlet: 'harbour-gazette',
    file: 'weather-monday',
    path: '/weather/uk-weather-forecast-for-monday-15-september-8829901',
    event: 'weather-monday',
    title: 'UK weather forecast for Monday 15 September',
    desk: 'Gazette Weather Desk',
    published: '2025-09-15T05:00:04',
    section: 'Weather',
    tags: ['Weather'],
    body: `
Southern England: A dry day with sunny spells and a light westerly breeze. Highs of 19C in London and 17C on the coast. Tonight clear, with a low of 9C.

Wales and the Midlands: Mist at first, then bright. A shower is possible over the hills after lunch. Highs of 17C in Cardiff and 18C in Birmingham.

Northern England: Cloudy until noon, brighter later. Wind from the west at 12mph. Highs of 16C in Leeds and 15C in Newcastle.

Scotland: Rain in the Western Isles will reach Glasgow by 4pm and Aberdeen by midnight. Highs of 14C. Snow is not expected below 1,100 metres.

Northern Ireland: Showers, some of them heavy, with a rainbow or two. Highs of 15C in Belfast.

Outlook for Tuesday: Turning windier. Sunrise in London is at 6.35am and sunset at 7.14pm. The pollen count is low.`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'weather-tuesday',
    path: '/weather/uk-weather-forecast-for-tuesday-16-september-8830877',
    event: 'weather-tuesday',
    title: 'UK weather forecast for Tuesday 16 September',
    desk: 'Gazette Weather Desk',
    published: '2025-09-16T05:00:06',
    section: 'Weather',
    tags: ['Weather'],
    body: `
Southern England: A cloudy day with drizzle and a fresh westerly breeze. Highs of 17C in London and 16C on the coast. Tonight cloudy, with a low of 12C.

Wales and the Midlands: Rain at first, then cloudy. A thunderstorm is possible over the hills after lunch. Highs of 15C in Cardiff and 16C in Birmingham.

Northern England: Wet until noon, drier later. Wind from the west at 27mph. Highs of 14C in Leeds and 13C in Newcastle.

Scotland: Rain in the Borders will reach Dundee by 11am and Inverness by 3pm. Highs of 12C. Snow is possible above 1,000 metres.

Northern Ireland: Sunny spells, some of them long, with a stiff breeze. Highs of 14C in Belfast.

Outlook for Wednesday: Turning milder. Sunrise in London is at 6.37am and sunset at 7.12pm. The pollen count is low.`,
  },
  {
    outlet: 'courrier-du-quai',
    file: 'portfolio-marche-aux-livres',
    path: '/culture/portfolio/2025/09/18/le-marche-aux-livres-des-quais-en-images_6640455_3.html',
    event: 'book-market',
    kind: 'gallery',
    title: 'Le marché aux livres des quais, en images',
    authors: ['Gaspard Lenfant'],
    published: '2025-09-18T07:00:00',
    section: 'Culture',
    tags: ['livres', 'Lyon'],
    image: 'bouquinistes-1.jpg',
    captions: [
      {
        text: 'Cinq heures et demie : les premières caisses quittent les camionnettes.',
        credit: 'Gaspard Lenfant',
      },
      { text: 'Ginette Morvan tient le même étal depuis 1974.', credit: 'Gaspard Lenfant' },
      { text: 'Un lecteur, un banc, trois romans policiers.', credit: 'Gaspard Lenfant' },
      { text: 'Sous l’averse, on couvre les dictionnaires d’abord.', credit: 'Gaspard Lenfant' },
      { text: 'Le soir, il reste les marque-pages et les pigeons.', credit: 'Gaspard Lenfant' },
    ],
    body: `
Chaque troisième mercredi du mois, quatre-vingts bouquinistes s’installent le long de la Saône. Notre photographe les a suivis de l’aube au démontage.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'section-business',
    path: '/business/',
    event: 'section-page',
    kind: 'not_article',
    reason: 'section_page',
    title: 'Business',
    published: '2025-09-18T09:00:00',
    section: 'Business',
    body: `
News of work and money from Milwaukee to Green Bay.`,
  },
  {
    outlet: 'kurier-nadwislanski',
    file: 'most-w-wyszogrodzie',
    path: '/region/kladka-dla-rowerow-w-wyszogrodzie,118377.html',
    event: 'vistula-footbridge',
    title: 'Kładka przez Wisłę gotowa przed terminem. W sobotę pierwszy przejazd',
    dek: 'Ma 1120 metrów i jest przeznaczona wyłącznie dla pieszych i rowerzystów.',
    authors: ['Zbigniew Hałas'],
    published: '2025-09-17T10:02:00',
    section: 'Region',
    tags: ['Wyszogród', 'rowery', 'Wisła'],
    charset: 'iso-8859-2',
    image: 'kladka.jpg',
    captions: [{ text: 'Kładka stoi na jedenastu filarach dawnego mostu.', credit: 'Zbigniew Hałas' }],
    body: `
O siedem tygodni wcześniej, niż zakładano, zakończyła się budowa kładki pieszo-rowerowej przez Wisłę w Wyszogrodzie. Przeprawa ma 1120 metrów i jest jedną z najdłuższych tego typu w kraju.

Konstrukcję oparto na jedenastu filarach, które zostały po dawnym drewnianym moście. „Filary czekały na nas dwadzieścia lat i nawet się nie nudziły, bo mieszkały na nich rybitwy” – mówi kierowniczka budowy Jolanta Śmiałek.

Z myślą o ptakach roboty wstrzymano od kwietnia do lipca. Na dwóch filarach, których nie wykorzystano, zamontowano platformy lęgowe. W tym roku wychowało się tam 31 piskląt.

Inwestycja kosztowała 47 milionów złotych. Nawierzchnia jest podgrzewana na podjazdach, a latarnie przygasają, gdy nikt nie idzie.

Otwarcie zaplanowano na sobotę w południe. Jako pierwsi na drugi brzeg przejadą uczniowie szkoły podstawowej, którzy wymyślili nazwę: Kładka Rybitwa. Rowery można wypożyczyć na miejscu, a na południowym brzegu zagra orkiestra dęta.

Dotąd rowerzyści musieli korzystać z mostu drogowego, na którym nie ma pobocza. Gmina liczy na turystów: w sierpniu na lewym brzegu otwarto kemping, a latem przyszłego roku ma ruszyć szlak wzdłuż rzeki do Czerwińska. Na razie na kładce obowiązuje ograniczenie prędkości do dwudziestu kilometrów na godzinę.`,
  },
  {
    outlet: 'fleuve-matin',
    file: 'traversier-tadoussac-baleines',
    path: '/actualites/regional/2025-09-18/cote-nord/un-traversier-ralentit-pour-les-belugas.php',
    event: 'whale-ferry',
    title: 'Un traversier ralentit, les bélugas reviennent',
    authors: ['Yannick Saint-Onge'],
    published: '2025-09-18T06:30:00',
    section: 'Régional',
    tags: ['fleuve', 'bélugas'],
    image: 'belugas.jpg',
    captions: [
      { text: 'Un groupe de bélugas près de l’embouchure du Saguenay.', credit: 'Yannick Saint-Onge' },
    ],
    body: `
Depuis que les traversiers de Tadoussac ont réduit leur vitesse de trois nœuds, les bélugas passent deux fois plus de temps à l’embouchure du Saguenay, selon un relevé publié jeudi.

Des bénévoles ont compté les animaux depuis la rive chaque matin de juin à août. Ils en ont vu 61 par jour en moyenne, contre 29 l’an dernier.

« Ils parlent entre eux, et le moteur couvrait la conversation », résume la biologiste Florence Ouellet-Picard, qui a placé quatre hydrophones au fond de l’eau.

La traversée dure maintenant 13 minutes au lieu de 10. Les camionneurs, d’abord sceptiques, se sont fait une raison. « Trois minutes, c’est un café », convient Réjean Bouliane, qui prend le bateau deux fois par semaine.

La mesure coûte moins cher que prévu : la société exploitante a épargné 180 000 litres de carburant dans l’été. Elle demande à présent que les croisières d’observation s’y plient aussi.

Le ministère des Transports décidera cet hiver si la règle devient permanente. D’ici là, les hydrophones restent en place. Mme Ouellet-Picard espère y entendre, au printemps, les premiers cris des veaux nés cet été.`,
  },
]
