import type { SamplePage } from '../content.ts'

const wireLead = [
  `Der Slowene Matej Zorčnik hat am Mittwoch die fünfte Etappe der Zwei-Seen-Rundfahrt gewonnen und das Gelbe Trikot des Gesamtführenden übernommen. Der 24-Jährige vom Team Velora setzte sich nach 171 Kilometern von Lausanne nach Neuenburg im Sprint einer Dreiergruppe durch.`,
  `Zweiter wurde der Belgier Stijn Vercammen vor dem Franzosen Théo Garrigue. Das Hauptfeld kam mit 48 Sekunden Rückstand ins Ziel.`,
  `„Am letzten Anstieg habe ich nur noch auf das Hinterrad vor mir geschaut und gehofft, dass es einem Freund gehört“, sagte Zorčnik. „Es gehörte Vercammen, also musste ich selbst arbeiten.“`,
  `Die Entscheidung fiel am Col des Étroits, 38 Kilometer vor dem Ziel, als Garrigue bei Seitenwind angriff. Der bisherige Spitzenreiter, der Däne Asger Thomsen, konnte nach einem Reifenschaden nicht folgen und verlor zwei Minuten.`,
  `In der Gesamtwertung führt Zorčnik nun mit 22 Sekunden vor Vercammen und 31 Sekunden vor Garrigue. Thomsen fiel auf den siebten Rang zurück.`,
  `Der Wind hatte das Rennen schon vom Start weg geprägt. Zweimal riss das Feld am Genfersee auseinander, zweimal lief es vor Yverdon wieder zusammen. Drei Fahrer stürzten in einer Ortsdurchfahrt, konnten die Fahrt aber fortsetzen.`,
  `Am Donnerstag folgt mit der sechsten Etappe nach Yverdon ein Zeitfahren über 27 Kilometer. Die Rundfahrt endet am Samstag in Genf.`,
]

/** Stage five of a bicycle race, and stage six a day later: the same riders, another race. */
export const cycling: readonly SamplePage[] = [
  {
    outlet: 'alpenbote',
    file: 'zorcnik-etappe-neuenburg',
    path: '/sport/rad/zorcnik-gewinnt-in-neuenburg.php?aid=204588',
    event: 'cycling-stage-5',
    title: 'Zorčnik gewinnt in Neuenburg und fährt in Gelb',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'Neuenburg (MPA) –', city: 'Neuchâtel', country: 'CH' },
    published: '2025-09-17T17:55:00',
    section: 'Sport',
    captions: [
      {
        text: 'Matej Zorčnik jubelt im Ziel in Neuenburg.',
        credit: 'Aloïs Perregaux',
        agency: 'Meridian Press Agency',
      },
    ],
    image: 'zorcnik.jpg',
    body: wireLead.join('\n\n'),
  },
  {
    outlet: 'elbkurier',
    file: 'zwei-seen-rundfahrt-gelb',
    path: '/sport/radsport/slowene-uebernimmt-gelb-bei-zwei-seen-rundfahrt-id5519377.html',
    event: 'cycling-stage-5',
    copyOf: 'alpenbote/zorcnik-etappe-neuenburg',
    title: 'Zwei-Seen-Rundfahrt: Slowene übernimmt Gelbes Trikot',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'Neuenburg (MPA).', city: 'Neuchâtel', country: 'CH' },
    published: '2025-09-17T18:31:16',
    section: 'Sport',
    tags: ['Radsport'],
    body: wireLead.slice(0, 5).join('\n\n'),
  },
  {
    outlet: 'rheinblatt',
    file: 'zorcnik-etappe-fuenf',
    path: '/sport/rad/zwei-seen-rundfahrt-zorcnik-schlaegt-den-wind-ld.772431',
    event: 'cycling-stage-5',
    title: 'Zorčnik schlägt den Wind und zwei Rivalen',
    dek: 'Die 5. Etappe der Zwei-Seen-Rundfahrt nach Neuenburg wird am Col des Étroits entschieden',
    authors: ['Reto Amstutz'],
    published: '2025-09-17T18:12:45',
    section: 'Sport',
    tags: ['Rad', 'Zwei-Seen-Rundfahrt'],
    image: 'sprint-neuenburg.jpg',
    captions: [
      {
        text: 'Der Sprint am Hafen von Neuenburg: Zorčnik vor Vercammen und Garrigue.',
        credit: 'Aloïs Perregaux',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Wer an diesem Nachmittag am Hafen von Neuenburg stand, hörte das Rennen, bevor er es sah: Der Wind trug die Glocken vom Jura herunter, und mit ihnen kamen drei Fahrer.

Der Slowene Matej Zorčnik war der schnellste von ihnen. Er verwies den Belgier Stijn Vercammen und den Franzosen Théo Garrigue auf die Plätze und trägt nun das Gelbe Trikot. Das Feld traf 48 Sekunden später ein.

Garrigue hatte am Col des Étroits angegriffen, 38 Kilometer vor dem Ziel, just als der Leader Asger Thomsen am Strassenrand auf ein neues Hinterrad wartete. Dass dies kein Zufall war, bestritt er nicht. «Das Rennen hält nicht an, weil ein Schlauch müde ist», sagte er.

## Vorsprung von 22 Sekunden

Zorčnik, 24, fährt seine zweite Saison für Velora. «Am letzten Anstieg habe ich nur noch auf das Hinterrad vor mir geschaut und gehofft, dass es einem Freund gehört», erzählte er.

Im Gesamtklassement liegt er 22 Sekunden vor Vercammen und 31 vor Garrigue. Thomsen büsste zwei Minuten ein und ist Siebter. Bester Schweizer ist der Freiburger Loris Bapst als Elfter.

Am Donnerstag steht das Zeitfahren nach Yverdon auf dem Programm, 27 flache Kilometer dem See entlang. Der Wind soll dann von vorne kommen.`,
  },
  {
    outlet: 'courrier-du-quai',
    file: 'tour-des-deux-lacs-etape-5',
    path: '/sport/article/2025/09/17/tour-des-deux-lacs-zorcnik-prend-le-maillot-jaune-a-neuchatel_6640377_3.html',
    event: 'cycling-stage-5',
    title: 'Tour des Deux-Lacs : Zorčnik prend le maillot jaune à Neuchâtel, Garrigue troisième',
    authors: ['Corentin Blayac'],
    published: '2025-09-17T18:40:00',
    section: 'Sport',
    tags: ['cyclisme', 'Tour des Deux-Lacs'],
    image: 'garrigue.jpg',
    captions: [
      {
        text: 'Théo Garrigue, à l’attaque dans le col des Étroits.',
        credit: 'Aloïs Perregaux',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Il a allumé la mèche, un autre a vu le feu d’artifice. Théo Garrigue a fait exploser la cinquième étape du Tour des Deux-Lacs, mercredi, entre Lausanne et Neuchâtel, mais c’est le Slovène Matej Zorčnik qui a levé les bras.

Le Français est passé à l’offensive dans le col des Étroits, à 38 kilomètres de l’arrivée, par vent de travers. Seuls Zorčnik et le Belge Stijn Vercammen ont pu le suivre. Le peloton, lui, a fini à 48 secondes.

Derrière, le Danois Asger Thomsen, leader depuis trois jours, attendait une roue. Il a perdu deux minutes et toute chance de victoire finale.

« Je savais que j’étais le moins rapide des trois », a reconnu Garrigue, qui court pour la formation Armor-Lann. « Alors j’ai roulé pour que ce soit dur. C’était dur, surtout pour moi. »

Zorčnik, 24 ans, compte 22 secondes d’avance sur Vercammen et 31 sur le Français au classement général. « Dans la dernière côte, je regardais la roue devant moi en espérant que ce soit celle d’un ami », a raconté le nouveau maillot jaune.

Un contre-la-montre de 27 kilomètres attend les coureurs jeudi, jusqu’à Yverdon. L’épreuve s’achève samedi à Genève.

Garrigue, onzième de la spécialité aux championnats nationaux en juin, ne se fait guère d’illusions. « Je perdrai du temps, reste à savoir si on le comptera en secondes ou en minutes. »`,
  },
  {
    outlet: 'fleuve-matin',
    file: 'deux-lacs-beaulieu-neuvieme',
    path: '/sports/cyclisme/2025-09-17/tour-des-deux-lacs/la-bonne-journee-de-beaulieu-gagne.php',
    event: 'cycling-stage-5',
    title: 'Tour des Deux-Lacs : un neuvième rang et des crampes pour Beaulieu-Gagné',
    authors: ['Sacha Thivierge'],
    published: '2025-09-17T13:10:00',
    section: 'Sports',
    tags: ['cyclisme'],
    image: 'beaulieu-gagne.jpg',
    captions: [{ text: 'Émile Beaulieu-Gagné avant le départ à Lausanne.', credit: 'Sacha Thivierge' }],
    body: `
Le Québécois Émile Beaulieu-Gagné a pris le neuvième rang de la cinquième étape du Tour des Deux-Lacs, mercredi en Suisse, son meilleur résultat de la saison.

Il a réglé le sprint du groupe de chasse, arrivé à Neuchâtel 48 secondes après le vainqueur, le Slovène Matej Zorčnik. Ce dernier a devancé le Belge Stijn Vercammen et le Français Théo Garrigue au terme des 171 kilomètres.

« J’ai eu des crampes dans des muscles que je ne connaissais pas », a lancé le cycliste de 26 ans, originaire de Rimouski. « Mais quand on sent le lac, on oublie. Ça sentait presque le fleuve. »

Zorčnik a du même coup enfilé le maillot jaune. Le meneur du matin, le Danois Asger Thomsen, a crevé au pire moment, lorsque Garrigue attaquait dans le col des Étroits. Il concède deux minutes.

Au général, Beaulieu-Gagné grimpe au quatorzième échelon, à 1 min 52 s du nouveau meneur.

Son coéquipier Olivier Tanguay, ralenti par un rhume, a terminé à plus de onze minutes. « J’ai servi de facteur, j’ai livré les gourdes », a-t-il résumé.

Le contre-la-montre de jeudi, 27 kilomètres de plat entre Neuchâtel et Yverdon, ne lui fait pas peur : il a été champion junior de la spécialité en 2017.`,
  },
  {
    outlet: 'rheinblatt',
    file: 'zeitfahren-yverdon',
    path: '/sport/rad/zwei-seen-rundfahrt-vercammen-gewinnt-zeitfahren-ld.772566',
    event: 'cycling-stage-6',
    title: 'Vercammen gewinnt das Zeitfahren, Zorčnik rettet Gelb um zwei Sekunden',
    dek: '6. Etappe der Zwei-Seen-Rundfahrt: Auf 27 Kilometern nach Yverdon schmilzt der Vorsprung des Slowenen',
    authors: ['Reto Amstutz'],
    published: '2025-09-18T17:38:02',
    section: 'Sport',
    tags: ['Rad', 'Zwei-Seen-Rundfahrt'],
    image: 'vercammen-yverdon.jpg',
    captions: [
      {
        text: 'Stijn Vercammen auf den letzten Metern vor Yverdon.',
        credit: 'Aloïs Perregaux',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Zwei Sekunden sind auf dem Velo etwa dreissig Meter. So viel ist vom Vorsprung des Slowenen Matej Zorčnik geblieben, nachdem Stijn Vercammen am Donnerstag das Zeitfahren von Neuenburg nach Yverdon gewonnen hat.

Der Belgier brauchte für die 27 Kilometer 31 Minuten und 18 Sekunden, ein Schnitt von beinahe 52 km/h, und das bei Gegenwind. Zweiter wurde der Schweizer Loris Bapst, der elf Sekunden verlor und im Gesamtklassement auf Rang sechs vorstiess.

Zorčnik kam als Vierter ins Ziel, zwanzig Sekunden hinter Vercammen. «Ich bin kein Motor, ich bin ein Kletterer mit einem Lenker», sagte er und lachte. Das Gelbe Trikot trägt er auch am Freitag, wenn es über zwei Pässe nach Bulle geht.

Théo Garrigue dagegen büsste 54 Sekunden ein und ist nur noch Vierter. Ihm rutschte in einer Kurve bei Grandson das Vorderrad weg; er fuhr mit zerrissenem Ärmel weiter.

Asger Thomsen, der am Vortag zwei Minuten verloren hatte, trat nicht mehr an. Der Däne klagte über Fieber.

Die Rechnung für das Wochenende ist damit offen. Am Freitag warten mit dem Col des Mosses und dem Jaunpass zwei Steigungen, die Zorčnik liegen, am Samstag folgt die Schlussetappe nach Genf, die keinem liegt. «Zwei Sekunden», sagte Vercammen, «das ist ein Bonus und ein Windstoss.»`,
  },
  {
    outlet: 'courrier-du-quai',
    file: 'tour-des-deux-lacs-etape-6',
    path: '/sport/article/2025/09/18/tour-des-deux-lacs-vercammen-remporte-le-contre-la-montre_6640491_3.html',
    event: 'cycling-stage-6',
    title: 'Tour des Deux-Lacs : Vercammen remporte le contre-la-montre, Garrigue à terre',
    authors: ['Corentin Blayac'],
    published: '2025-09-18T18:02:00',
    section: 'Sport',
    tags: ['cyclisme', 'Tour des Deux-Lacs'],
    body: `
Une plaque de gravier à Grandson, et le podium s’éloigne. Théo Garrigue a chuté dans le contre-la-montre du Tour des Deux-Lacs, jeudi, et a cédé 54 secondes au vainqueur du jour, le Belge Stijn Vercammen.

Touché à l’avant-bras, le Français est reparti aussitôt. « Le bras, ça va. C’est la fierté qu’il faudra recoudre », a-t-il soufflé à Yverdon. Il est désormais quatrième du classement général.

Le public, massé derrière les ballots de paille, l’a poussé jusqu’à la ligne. Son directeur sportif, lui, regardait déjà la météo de Bulle : pluie en fin d’après-midi, vent faible au sommet.

Vercammen a avalé les 27 kilomètres en 31 min 18 s, face au vent. Le Suisse Loris Bapst termine à 11 secondes et le Norvégien Aksel Hjorth à 15.

Quatrième de l’étape, Matej Zorčnik sauve son maillot jaune pour deux secondes. « Je suis un grimpeur avec un guidon », a plaisanté le Slovène, qui attend avec impatience les deux cols de vendredi, vers Bulle.

Le Danois Asger Thomsen, fiévreux, n’a pas pris le départ. Son équipe n’a plus que quatre coureurs en lice.`,
  },
]
