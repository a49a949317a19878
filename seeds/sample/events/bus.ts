import type { SamplePage } from '../content.ts'

/** A driverless bus in Hamburg: three outlets in German. */
export const bus: readonly SamplePage[] = [
  {
    outlet: 'elbkurier',
    file: 'autonomer-bus-bergedorf',
    path: '/lokales/hamburg/erster-bus-ohne-fahrer-rollt-durch-bergedorf-id5519244.html',
    event: 'driverless-bus',
    title: 'Erster Bus ohne Fahrer rollt durch Bergedorf – und bremst für eine Ente',
    dek: 'Linie A9 verbindet seit Dienstag den Bahnhof mit dem Villenviertel. Für die Fahrt gilt ein normaler Fahrschein.',
    authors: ['Jana Petersen'],
    dateline: { raw: 'Hamburg.', city: 'Hamburg', country: 'DE' },
    published: '2025-09-16T13:40:29',
    section: 'Hamburg',
    tags: ['Nahverkehr', 'Bergedorf', 'Autonomes Fahren'],
    charset: 'windows-1252',
    image: 'bus-a9.jpg',
    captions: [{ text: 'Der Kleinbus der Linie A9 bietet zwölf Sitzplätze.', credit: 'Jana Petersen' }],
    body: `
In Bergedorf ist am Dienstag der erste fahrerlose Linienbus Hamburgs in den regulären Betrieb gestartet. Die Linie A9 verbindet auf 3,2 Kilometern den Bahnhof mit dem Villenviertel und hält neunmal. An Bord sitzt niemand mehr am Steuer, denn es gibt keines.

Auf der Jungfernfahrt kam der Bus nach 400 Metern zum Stehen: Eine Ente überquerte die Chrysanderstraße. „Er hat sie nicht nur gesehen, er hat sie auch ausreden lassen“, sagte Verkehrsplanerin Wiebke Thormählen, die das Projekt seit vier Jahren leitet.

Zwölf Sitzplätze hat der elektrisch angetriebene Kleinbus, er fährt höchstens 40 Kilometer pro Stunde. In einer Leitstelle in Hammerbrook überwachen zwei Beschäftigte per Kamera bis zu sechs Fahrzeuge und können sie anhalten.

## Drei Jahre Testbetrieb

Zuvor war der Bus drei Jahre lang mit Begleitpersonal unterwegs und legte dabei 58.000 Kilometer zurück. Gezählt wurden in dieser Zeit elf Notbremsungen und eine Schramme, die ein Lieferwagen verursachte.

Fahrgast Hannelore Wübbe, 81, zeigte sich unbeeindruckt. „Ich bin in meinem Leben mit schlechteren Fahrern gefahren“, sagte sie nach dem Aussteigen.

Der Versuch kostet 16,5 Millionen Euro. Ende 2026 soll entschieden werden, ob weitere Linien folgen. Die Gewerkschaft fordert, dass dafür keine Stellen im Fahrdienst wegfallen.`,
  },
  {
    outlet: 'rheinblatt',
    file: 'bus-ohne-fahrer-hamburg',
    path: '/wirtschaft/mobilitaet/hamburg-bus-ohne-fahrer-ld.772260',
    event: 'driverless-bus',
    title: 'Hamburg lässt einen Bus allein fahren',
    dek: 'Was die Linie A9 von den Schweizer Versuchen unterscheidet',
    authors: ['Seraina Vögtli'],
    published: '2025-09-16T16:22:41',
    section: 'Wirtschaft',
    tags: ['Mobilität', 'Deutschland'],
    image: 'a9-bergedorf.jpg',
    captions: [
      {
        text: 'Ohne Lenkrad unterwegs: der Kleinbus in Bergedorf.',
        credit: 'Lennart Huss',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Seit Dienstag verkehrt im Hamburger Stadtteil Bergedorf ein Linienbus, in dem kein Mensch mehr mitfährt, der ihn lenken könnte. Die Linie A9 ist 3,2 Kilometer lang, hat neun Haltestellen und kostet so viel wie jede andere.

Der Unterschied zu den Versuchen in der Schweiz, wo stets eine Begleitperson an Bord war, liegt in der Aufsicht: In einer Leitstelle behalten zwei Angestellte bis zu sechs Fahrzeuge im Auge. Eingreifen können sie nur, indem sie anhalten.

In der Testphase legte der Bus 58 000 Kilometer zurück und bremste elfmal scharf. «Er hat sie nicht nur gesehen, er hat sie auch ausreden lassen», sagte die Projektleiterin Wiebke Thormählen über eine Ente, vor der das Fahrzeug bei der ersten Fahrt stehen blieb.

16,5 Millionen Euro kostet der Versuch. Pro Fahrgast gerechnet, ist das mehr als ein Taxi. Rechnen werde sich die Sache erst mit zwanzig Bussen, sagt der Verkehrsökonom Urs Leimgruber. «Ein fahrerloser Bus ist ein teures Spielzeug. Zwanzig sind ein Netz.»

Hamburg will Ende 2026 entscheiden. In Basel, wo eine ähnliche Linie zum Bruderholz geplant war, liegt das Vorhaben seit März auf Eis.`,
  },
  {
    outlet: 'alpenbote',
    file: 'hamburg-bus-ente',
    path: '/wirtschaft/verkehr/fahrerloser-bus-bremst-fuer-ente.php?aid=204480',
    event: 'driverless-bus',
    title: 'Fahrerloser Bus in Hamburg: Erster Fahrgast war eine Ente – beinahe',
    agencies: ['Meridian Press Agency'],
    published: '2025-09-16T15:10:00',
    section: 'Wirtschaft',
    image: 'bus-ente.jpg',
    captions: [
      {
        text: 'Der Bus bietet Platz für zwölf Personen.',
        credit: 'Lennart Huss',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Hamburg hat am Dienstag seine erste Buslinie ohne Fahrer eröffnet. Der elektrische Kleinbus fährt auf einer gut drei Kilometer langen Strecke im Stadtteil Bergedorf und wird aus einer Leitstelle überwacht.

Die Eröffnungsfahrt begann mit einem Halt auf offener Strecke, weil eine Ente auf der Fahrbahn stand. Projektleiterin Wiebke Thormählen nahm es als bestandene Prüfung: „Er hat sie nicht nur gesehen, er hat sie auch ausreden lassen.“

Der Bus hat zwölf Sitze, neun Haltestellen und weder Lenkrad noch Pedale. Während der dreijährigen Erprobung wurden auf 58.000 Kilometern elf Notbremsungen gezählt.

In Österreich ist Ähnliches in Klagenfurt und in der Seestadt vorgesehen, allerdings nicht vor 2027. „Die Technik ist so weit, das Gesetz noch nicht“, sagt die Juristin Agnes Reiterer aus Graz.

Für die Fahrgäste gilt der gewöhnliche Tarif. Eine 81-jährige Hamburgerin befand nach der ersten Runde, sie sei in ihrem Leben schon schlechter chauffiert worden. Bei Störungen hält der Bus an und wartet auf einen Techniker.

Das Hamburger Projekt ist mit 16,5 Millionen Euro dotiert und läuft vorerst bis Ende kommenden Jahres.`,
  },
  {
    outlet: 'elbkurier',
    file: 'deichsanierung-plus',
    path: '/plus/hintergrund/was-die-neuen-deiche-kosten-id5519401.html',
    event: 'dyke-costs',
    kind: 'not_article',
    reason: 'paywall',
    title: 'Was die neuen Deiche kosten – und wer am Ende zahlt',
    dek: 'Bis 2040 sollen 62 Kilometer Elbdeich erhöht werden. Interne Zahlen zeigen, wo es klemmt.',
    authors: ['Ole Brandhorst'],
    published: '2025-09-18T05:00:11',
    section: 'Hintergrund',
    image: 'deich.jpg',
    body: `
Auf dem Deich bei Otterndorf grasen 140 Schafe, und unter ihnen liegt ein Problem von 410 Millionen Euro.`,
  },
]
