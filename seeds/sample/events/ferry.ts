import type { SamplePage } from '../content.ts'

/** A ferry on a sandbank off Cuxhaven: told by seven outlets, each in its own words. */
export const ferry: readonly SamplePage[] = [
  {
    outlet: 'meridian-press',
    file: 'ferry-aground-cuxhaven',
    path: '/wire/2025/09/15/ferry-aground-off-cuxhaven-245-aboard-MPA-4471',
    event: 'ferry-aground',
    title: 'German ferry runs onto sandbank off Cuxhaven, all 245 aboard unhurt',
    authors: ['Clara Weidenfeld'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'CUXHAVEN, Germany, Sept 15 (MPA) -', city: 'Cuxhaven', country: 'DE' },
    published: '2025-09-15T09:14:22',
    section: 'Europe',
    tags: ['ferries', 'Germany', 'North Sea', 'maritime safety'],
    image: 'mpa-wattenstern-aerial.jpg',
    captions: [
      {
        text: 'The ferry MS Wattenstern rests on a sandbank in the Elbe estuary off Cuxhaven, Germany, Monday.',
        credit: 'Piet Olden',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
A passenger ferry with 245 people aboard ran onto a sandbank in thick fog off the German port of Cuxhaven early on Monday and was waiting for the afternoon tide to lift it free, the coast guard and the operator said.

Nobody was hurt when the MS Wattenstern touched the Kleiner Vogelsand shoal at 6:20 a.m. (0420 GMT), 40 minutes after leaving for the island of Heligoland, said Maren Holtkamp, a spokeswoman for the shipping line Nordkai Reederei.

"The ship is sitting upright, she is dry inside and the coffee machine works," Holtkamp told reporters on the quay. "We ask everyone to be patient until high water."

The Wattenstern was carrying 214 passengers and a crew of 31. Two rescue cruisers and a tug, the Bugsier Hanne, were standing by, and divers had found no damage to the hull, a coast guard officer said.

Visibility at the time was below 150 metres, according to the harbour office. The next high tide was due at 1:45 p.m.

The federal office that looks into accidents at sea said it had sent two investigators to speak with the captain and to read out the ship's voyage recorder.

The 78-metre ferry, built in 2009, has been on the Heligoland run since 2014. Its sister ship, the Wattenmond, grounded on the same shoal in 2018 and was refloated within a day.`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'fog-bound-ferry-sandbank',
    path: '/world/europe/fog-bound-ferry-spends-seven-hours-on-sandbank-8830214',
    event: 'ferry-aground',
    title: 'Fog-bound ferry spends seven hours on a sandbank before the tide comes to the rescue',
    dek: 'Passengers sang, played cards and ate the galley out of sausages while the MS Wattenstern waited for high water off Cuxhaven',
    authors: ['Imogen Thackeray'],
    published: '2025-09-15T15:52:10',
    modified: '2025-09-15T18:05:41',
    section: 'Europe',
    tags: ['Ferries', 'Germany', 'Shipping'],
    image: 'wattenstern-tug.jpg',
    captions: [
      {
        text: 'The tug Bugsier Hanne leads the Wattenstern back towards Cuxhaven on Monday afternoon',
        credit: 'Piet Olden',
        agency: 'Meridian Press Agency',
      },
      { text: 'Passengers wait on the quay for news of the delayed crossing', credit: 'Imogen Thackeray' },
    ],
    body: `
More than 200 day-trippers bound for Heligoland got a longer look at the Elbe estuary than they had paid for on Monday, when their ferry slid onto a sandbank in fog and stayed there for seven hours.

The MS Wattenstern, with 214 passengers and 31 crew, came to a stop on the Kleiner Vogelsand at 6.20am local time. She floated off shortly before 1.30pm with the help of a single tug, and was back alongside in [[Cuxhaven]] an hour later under her own power.

"There was no bang, only a sort of sigh," said Dorothea Lund, 67, a retired teacher from Leeds who was travelling with her walking club. "Then the captain came on and told us we had arrived somewhere, though not where we had planned."

Maren Holtkamp, speaking for the owner, Nordkai Reederei, said nobody had been hurt and no fuel had been lost. "The ship is sitting upright, she is dry inside and the coffee machine works," she had told reporters during the wait.

## Second grounding on the shoal

It is the second time in seven years that one of the company's ships has met this particular shoal. The sister ship Wattenmond was stuck there for almost a day in 2018, after which the line was told to review the way it plans departures in poor visibility.

Investigators from the federal maritime casualty office boarded the ferry in the afternoon. They are expected to look at the ship's electronic chart, which had last been updated in July, and at whether a buoy that marks the edge of the shoal had drifted in last week's gale.

Every passenger is to get the fare back and a voucher for another crossing. Mrs Lund said that she would use hers. "I still haven't seen the island," she said.`,
  },
  {
    outlet: 'southern-dispatch',
    file: 'aussies-aboard-stranded-ferry',
    path: '/travel/news/aussie-couple-aboard-ferry-stranded-in-german-fog-20250916-p5mx2a',
    event: 'ferry-aground',
    title: 'Newcastle couple among 214 passengers stranded on German ferry',
    authors: ['Bronte Callister'],
    published: '2025-09-16T07:31:05',
    section: 'Travel',
    tags: ['ferries', 'Germany', 'travel'],
    image: 'lachlan-and-priya-deck.jpg',
    captions: [
      {
        text: 'Lachlan Odgers and Priya Nambiar on the deck of the Wattenstern as the fog lifted.',
        credit: 'Priya Nambiar',
      },
    ],
    body: `
A couple from Newcastle say the crew of a German ferry "could not have been calmer" after it ran aground in the fog with 245 people on board.

Lachlan Odgers and Priya Nambiar were on the second day of a six-week trip when the MS Wattenstern stuck fast on a sandbank near Cuxhaven, at the mouth of the Elbe, on Monday morning local time.

"I was in the queue for breakfast and my plate moved but I didn't," Mr Odgers, 34, told the Dispatch by phone. "Nobody shouted. A bloke in uniform walked past and said the sea had gone out for a while and would be back."

Their ferry had left for Heligoland at 5.40am. It grounded 40 minutes later on a shoal called the Kleiner Vogelsand, with visibility down to about 150 metres, and was pulled clear around 1.30pm as the tide rose.

The operator, Nordkai Reederei, said the 214 passengers and 31 crew were unhurt and that divers had found no damage. Spokeswoman Maren Holtkamp said fares would be refunded.

Ms Nambiar, a marine engineer, said she had been more interested than frightened. "You could see the mudflats come out of the fog, and seals on them looking at us as if we had parked badly," she said.

German accident investigators have begun an inquiry. The ship's sister vessel ran onto the same shoal in 2018.

The pair will try again for the island on Thursday. "Different boat," Ms Nambiar said. "Same seals, I hope."`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'ferry-captain-sandbank',
    path: '/news/world/2025/09/15/washington-island-ferry-captain-on-german-grounding/',
    event: 'ferry-aground',
    title: 'A German ferry hit a sandbank. A Door County captain knows the feeling',
    authors: ['Cecily Brandt'],
    published: '2025-09-15T14:26:40',
    section: 'World',
    tags: ['Ferries', 'Germany', 'Door County'],
    image: 'washington-island-ferry.jpg',
    captions: [
      {
        text: 'Capt. Arlo Bjarnason at the wheel of the Washington Island car ferry in August.',
        credit: 'Renee Ostrander',
      },
    ],
    body: `
When the ferry Wattenstern slid onto a sandbank off Cuxhaven, Germany, on Monday with 245 people aboard, it took seven hours and a tide to get it off. Capt. Arlo Bjarnason read about it over lunch in Northport and put down his fork.

"We haven't got tides," said Bjarnason, who has run car ferries across Death's Door for 31 years. "If I park on a shoal, I'm there till somebody invents one."

Nobody was hurt in the German grounding, which happened in thick fog at 6:20 a.m., 40 minutes into a trip to the island of Heligoland. The ship carried 214 passengers and a crew of 31. A tug helped pull it clear at about 1:30 p.m.

"The ship is sitting upright, she is dry inside and the coffee machine works," Maren Holtkamp, a spokeswoman for the owner, Nordkai Reederei, said during the wait.

## Fog and a moving bottom

German investigators want to know whether a buoy at the edge of the shoal, called the Kleiner Vogelsand, had drifted and whether the chart on the bridge was current. A sister ship ran onto the same bank in 2018.

Bjarnason touched bottom once, in 2003, when the lake was low. He would not say where. "Everybody who was aboard knows," he said, "and they have been very decent about it."

His advice to the German captain was short: Answer every question, buy the coffee, and stay off the internet.`,
  },
  {
    outlet: 'elbkurier',
    file: 'wattenstern-auf-grund',
    path: '/lokales/cuxhaven/wattenstern-auf-grund-245-menschen-an-bord-id5519083.html',
    event: 'ferry-aground',
    title: '„Wattenstern“ läuft vor Cuxhaven auf Grund – 245 Menschen harren an Bord aus',
    dek: 'Bei dichtem Nebel ist die Helgoland-Fähre auf den Kleinen Vogelsand geraten. Verletzt wurde niemand. Mit dem Hochwasser kam sie wieder frei.',
    authors: ['Jana Petersen', 'Ole Brandhorst'],
    dateline: { raw: 'Cuxhaven.', city: 'Cuxhaven', country: 'DE' },
    published: '2025-09-15T10:12:48',
    modified: '2025-09-15T15:20:03',
    section: 'Cuxhaven',
    tags: ['Schifffahrt', 'Helgoland', 'Havarie', 'Nordkai Reederei'],
    image: 'wattenstern-nebel.jpg',
    captions: [
      { text: 'Die „Wattenstern“ am Montagmorgen auf dem Kleinen Vogelsand.', credit: 'Ole Brandhorst' },
      { text: 'Reederei-Sprecherin Maren Holtkamp am Anleger Alte Liebe.', credit: 'Jana Petersen' },
    ],
    body: `
Die Helgoland-Fähre „Wattenstern“ ist am Montagmorgen in dichtem Nebel vor Cuxhaven auf Grund gelaufen. An Bord waren 214 Fahrgäste und 31 Besatzungsmitglieder. Verletzt wurde nach Angaben der Reederei niemand, gegen 13.30 Uhr schwamm das Schiff mit dem auflaufenden Wasser wieder auf.

Das 78 Meter lange Schiff hatte um 5.40 Uhr am Anleger Alte Liebe abgelegt. Um 6.20 Uhr meldete der Kapitän der Verkehrszentrale eine Grundberührung am Kleinen Vogelsand. Die Sicht lag zu diesem Zeitpunkt nach Auskunft des Hafenamts unter 150 Metern.

„Das Schiff steht aufrecht, es ist innen trocken, und die Kaffeemaschine läuft“, sagte Maren Holtkamp, Sprecherin der Nordkai Reederei, am Vormittag. Man bitte alle um Geduld bis zum Hochwasser.

## Taucher finden keine Schäden

Zwei Seenotkreuzer und der Schlepper „Bugsier Hanne“ lagen vorsorglich neben der Fähre. Taucher untersuchten den Rumpf und fanden nach Angaben der Wasserschutzpolizei [[keine Schäden]]. Öl oder Treibstoff trat nicht aus.

An Bord blieb es offenbar ruhig. „Wir haben Skat gespielt und die Bockwürste aufgegessen“, berichtete Fahrgast Heiner Tjaden aus Otterndorf am Telefon. Nach einer Weile habe jemand ein Akkordeon geholt.

Warum die Fähre vom Fahrwasser abkam, ist unklar. Zwei Fachleute der Bundesstelle für Seeunfälle sollen den Kapitän befragen und den Fahrtenschreiber auswerten. Geprüft wird nach Informationen dieser Zeitung auch, ob eine Tonne im Sturm der vergangenen Woche vertrieben ist.

Am selben Sand war 2018 bereits das Schwesterschiff „Wattenmond“ festgekommen. Die Reederei erstattet allen Fahrgästen den Preis und stellt einen Gutschein aus. Die Fahrten am Dienstag sollen stattfinden, sofern der Nebel es zulässt.`,
  },
  {
    outlet: 'alpenbote',
    file: 'faehre-sandbank-nordsee',
    path: '/chronik/welt/faehre-sitzt-auf-sandbank-fest.php?aid=204418',
    event: 'ferry-aground',
    title: 'Nordsee-Fähre saß stundenlang auf Sandbank fest',
    authors: ['Reinhard Gschwandtner'],
    published: '2025-09-15T16:45:00',
    section: 'Chronik',
    captions: [
      {
        text: 'Ein Schlepper zog die Fähre am Nachmittag ins tiefe Wasser.',
        credit: 'Piet Olden',
        agency: 'Meridian Press Agency',
      },
    ],
    image: 'faehre-sandbank.jpg',
    body: `
Eine Passagierfähre mit 245 Menschen an Bord ist am Montag in der Elbmündung in Norddeutschland auf eine Sandbank gelaufen. Erst nach rund sieben Stunden konnte die „Wattenstern“ mithilfe eines Schleppers und der Flut ihre Fahrt zurück nach Cuxhaven antreten. Alle Passagiere blieben unverletzt.

Unter den 214 Fahrgästen befand sich auch eine Schulklasse aus Wels. „Für die Kinder war es das Highlight der Projektwoche“, sagte Lehrerin Notburga Hinterleitner dem Alpenboten. Man habe Robben gezählt und sei auf 46 gekommen.

Das Schiff war bei dichtem Nebel auf dem Weg zur Insel Helgoland, als es um 6.20 Uhr den Grund berührte. Eine Sprecherin der Nordkai Reederei, Maren Holtkamp, betonte, das Schiff sei dicht: „Das Schiff steht aufrecht, es ist innen trocken, und die Kaffeemaschine läuft.“

Die deutschen Behörden haben eine Untersuchung eingeleitet. Bereits vor sieben Jahren war an derselben Stelle ein baugleiches Schiff der Reederei aufgelaufen.

An Bord vertrieb man sich die Zeit mit Kartenspielen. Die Kantine gab gratis Würstel aus, bis keine mehr da waren, und ein pensionierter Hafenarbeiter holte sein Akkordeon hervor.

Die Welser Klasse will am Mittwoch einen zweiten Versuch unternehmen. Der Fahrpreis wird allen Reisenden zurückerstattet.`,
  },
  {
    outlet: 'rheinblatt',
    file: 'helgoland-faehre-nebel',
    path: '/panorama/helgoland-faehre-im-nebel-auf-sand-ld.772104',
    event: 'ferry-aground',
    title: 'Im Nebel auf Sand gesetzt: Helgoland-Fähre wartet sieben Stunden auf die Flut',
    dek: 'Ein Kapitän mit 26 Jahren Erfahrung, eine bekannte Untiefe und 150 Meter Sicht: Was über die Havarie der «Wattenstern» bekannt ist',
    authors: ['Seraina Vögtli'],
    agencies: ['Meridian Press Agency'],
    published: '2025-09-15T17:08:33',
    section: 'Panorama',
    tags: ['Seefahrt', 'Deutschland'],
    image: 'wattenstern.jpg',
    captions: [
      { text: 'Die «Wattenstern» bei Niedrigwasser.', credit: 'Piet Olden', agency: 'Meridian Press Agency' },
    ],
    body: `
Die deutsche Helgoland-Fähre «Wattenstern» ist am Montag früh im Nebel auf den Kleinen Vogelsand vor Cuxhaven gelaufen und erst am Nachmittag wieder freigekommen. Die 214 Passagiere und 31 Besatzungsmitglieder blieben unverletzt.

Der Kapitän, der die Strecke seit 26 Jahren fährt, meldete um 6.20 Uhr Grundberührung. Zu diesem Zeitpunkt lief das Wasser ab. Damit war klar, dass das Schiff bis zur nächsten Flut liegen würde. Um 13.45 Uhr war Hochwasser, eine Viertelstunde zuvor schwamm die Fähre auf.

Die Reederei bemühte sich um Gelassenheit. «Das Schiff steht aufrecht, es ist innen trocken, und die Kaffeemaschine läuft», sagte die Sprecherin Maren Holtkamp.

Fachleute verweisen darauf, dass der Sand wandert. «Die Karte vom Juli ist im September eine historische Karte», sagt der Hydrograf Anselm Kortekamp, der die Elbmündung seit Jahren vermisst. Der Kleine Vogelsand habe sich seit dem Frühjahr um etwa 90 Meter nach Nordosten verlagert.

Ob das Schiff die neuesten Daten an Bord hatte, soll nun die deutsche Bundesstelle für Seeunfälle klären. 2018 war dort schon das Schwesterschiff «Wattenmond» gestrandet. Damals lautete eine der Empfehlungen, bei Sicht unter 200 Metern nicht auszulaufen. Verbindlich wurde sie nie.`,
  },
  {
    outlet: 'kurier-nadwislanski',
    file: 'prom-na-mieliznie',
    path: '/swiat/prom-na-mieliznie-kolo-cuxhaven,118320.html',
    event: 'ferry-aground',
    title: 'Prom z 245 osobami utknął na mieliźnie koło Cuxhaven',
    dek: 'Nikt nie ucierpiał. Pasażerowie przez siedem godzin czekali na przypływ.',
    authors: ['Bożena Rychlik'],
    published: '2025-09-15T13:27:00',
    section: 'Świat',
    tags: ['Niemcy', 'promy', 'Morze Północne'],
    charset: 'iso-8859-2',
    captions: [{ text: 'Prom „Wattenstern” przed wyjściem w morze.', credit: 'Krystyna Dobosz' }],
    image: 'prom.jpg',
    body: `
Niemiecki prom „Wattenstern”, płynący na wyspę Helgoland, wszedł w poniedziałek rano we mgle na mieliznę w ujściu Łaby. Na pokładzie było 214 pasażerów i 31 członków załogi. Według armatora nikomu nic się nie stało.

Do zdarzenia doszło o godzinie 6.20, czterdzieści minut po wyjściu z portu w Cuxhaven. Widoczność nie przekraczała 150 metrów. Kapitan od razu powiadomił służby, a na miejsce skierowano dwa statki ratownicze i holownik.

„Statek stoi prosto, w środku jest sucho, a ekspres do kawy działa” – powiedziała dziennikarzom Maren Holtkamp, rzeczniczka spółki Nordkai Reederei. Zapowiedziała zwrot pieniędzy za bilety.

Nurkowie obejrzeli kadłub i nie stwierdzili uszkodzeń. Nie doszło też do wycieku paliwa. Prom miał zejść z mielizny z popołudniowym przypływem, przed godziną czternastą.

Wśród podróżnych była grupa żeglarzy z Płocka. „Śmiejemy się, że na Wiśle piasek znamy lepiej” – mówi Zdzisław Mroczek, który organizował wyjazd. Jak dodaje, załoga rozdała koce i herbatę, a ktoś wyciągnął harmonię.

Przyczyny bada niemiecki urząd do spraw wypadków morskich. W 2018 roku na tej samej mieliźnie osiadł bliźniaczy prom „Wattenmond”.

Rejsy na Helgoland mają zostać wznowione we wtorek, o ile mgła na to pozwoli. Przewoźnik przyznał, że cztery osoby zrezygnowały z ponownej próby.`,
  },
]
