import type { SamplePage } from '../content.ts'

/** An earthquake near San Juan; one report of it is revised; a day on, the same governor opens a school. */
export const quake: readonly SamplePage[] = [
  {
    outlet: 'voz-del-plata',
    file: 'sismo-san-juan-barreal',
    path: '/sociedad/un-sismo-de-58-sacudio-san-juan-y-dejo-tres-heridos-leves-nid16092025b/',
    event: 'quake-san-juan',
    title: 'Un sismo de 5,8 sacudió San Juan: tres heridos leves y unas 40 casas dañadas',
    dek: 'El epicentro fue a 22 kilómetros de Barreal; se sintió en Mendoza y en Córdoba',
    authors: ['Milagros Otamendi'],
    dateline: { raw: 'SAN JUAN.-', city: 'San Juan', country: 'AR' },
    published: '2025-09-16T08:15:42',
    modified: '2025-09-16T11:50:13',
    section: 'Sociedad',
    tags: ['San Juan', 'sismos', 'Barreal'],
    image: 'barreal-calle.jpg',
    captions: [{ text: 'Vecinos de Barreal pasaron la madrugada en la plaza.', credit: 'Joaquín Riveros' }],
    body: `
Un sismo de magnitud 5,8 despertó en la madrugada de este martes a la provincia de San Juan. Hubo tres heridos leves y unas 40 viviendas de adobe sufrieron daños, según informó la gobernadora Teresa Quinteros.

El movimiento se registró a las 3.47, con epicentro a 22 kilómetros al norte de Barreal, en el departamento de Calingasta, y a 94 kilómetros de profundidad. Duró 19 segundos. Se percibió también en Mendoza, San Luis y Córdoba.

"Lo primero que hicimos fue contar a la gente, y estamos todos", dijo Quinteros después de recorrer la zona en helicóptero. Los heridos, dos de ellos turistas, tienen cortes y una fractura de muñeca.

## Noche en la plaza

En Barreal, unos 300 vecinos pasaron la noche en la plaza, envueltos en frazadas. "Se cayó el alero y quedó la radio prendida, hablando sola", contó Nicanor Páez, que tiene una despensa frente a la iglesia.

La ruta provincial 412 quedó cortada por un derrumbe y se habilitó por una sola mano a media mañana. El suministro eléctrico se restableció a las 6.30.

El observatorio sismológico local contó 26 réplicas, la mayor de 4,1. "Es esperable que sigan unos días y que sean cada vez más débiles", señaló la geóloga Amparo Lucentini. Las clases se suspendieron en Calingasta hasta el jueves.`,
  },
  {
    outlet: 'diario-del-puerto',
    file: 'terremoto-argentina-san-juan',
    path: '/internacional/2025-09-16/terremoto-58-san-juan-argentina_7719388/',
    event: 'quake-san-juan',
    title: 'Un terremoto de magnitud 5,8 causa tres heridos en el oeste de Argentina',
    desk: 'Redacción',
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'Buenos Aires |', city: 'Buenos Aires', country: 'AR' },
    published: '2025-09-16T15:34:20',
    section: 'Internacional',
    tags: ['Argentina', 'Terremotos'],
    charset: 'iso-8859-1',
    body: `
Tres personas resultaron heridas leves y unas cuarenta casas dañadas por un terremoto de magnitud 5,8 que sacudió de madrugada la provincia argentina de San Juan, junto a la cordillera de los Andes.

El temblor se produjo a las 3.47 hora local (8.47 en la España peninsular) a 94 kilómetros de profundidad, cerca de la localidad de Barreal, un destino de astrónomos y de aficionados a las carreras sobre ruedas con vela.

La gobernadora, Teresa Quinteros, sobrevoló la zona por la mañana. «Lo primero que hicimos fue contar a la gente, y estamos todos», declaró.

Varios centenares de personas durmieron al raso. El mayor problema era un corrimiento de tierras que bloqueó durante horas la carretera 412, único acceso por el sur.

Los sismólogos han registrado 26 réplicas. San Juan es una de las regiones con mayor actividad sísmica del país y sus edificios nuevos están preparados; no así las viejas casas de adobe de los valles, que son las que han sufrido los daños.

Dos de los heridos son turistas. Ninguno es español, según fuentes consulares.`,
  },
  {
    outlet: 'meridian-press',
    file: 'quake-western-argentina',
    path: '/wire/2025/09/16/magnitude-58-quake-shakes-western-argentina-MPA-4496',
    event: 'quake-san-juan',
    title: 'Magnitude 5.8 quake shakes western Argentina, three slightly hurt',
    authors: ['Belén Arrechea'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'SAN JUAN, Argentina, Sept 16 (MPA) -', city: 'San Juan', country: 'AR' },
    published: '2025-09-16T14:40:58',
    section: 'Americas',
    tags: ['earthquakes', 'Argentina'],
    body: `
A magnitude 5.8 earthquake shook the western Argentine province of San Juan before dawn on Tuesday, slightly injuring three people and damaging about 40 adobe houses, officials said.

The quake struck at 3:47 a.m. (0647 GMT) near the village of Barreal, close to the border with Chile, at a depth of 94 km, the provincial seismological observatory said. It lasted 19 seconds and was felt as far away as Cordoba.

"The first thing we did was to count our people, and everyone is here," Governor Teresa Quinteros said after flying over the valley in a helicopter.

Some 300 residents of Barreal spent the night on the village square. A landslide blocked provincial road 412 for several hours. Power was back by 6:30 a.m.

Geologist Amparo Lucentini said 26 aftershocks had been counted, the strongest of magnitude 4.1. "They should go on for some days and grow weaker," she said.

A telescope complex 30 km to the south closed its domes as a precaution and reported no damage.

Hospitals in the provincial capital reported no unusual numbers of patients. Two of the injured were tourists who had cut themselves on glass.

Schools in the Calingasta district will stay shut until Thursday.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'argentina-quake',
    path: '/news/world/2025/09/16/strong-quake-rattles-western-argentina/',
    event: 'quake-san-juan',
    title: 'Strong quake rattles western Argentina; no damage reported',
    authors: ['Cecily Brandt'],
    published: '2025-09-16T02:58:14',
    section: 'World',
    tags: ['Earthquakes', 'Argentina'],
    body: `
A magnitude 5.9 earthquake rattled western Argentina early Tuesday and was felt in several large cities, but there were no immediate reports of injuries or damage.

The quake hit at 3:47 a.m. local time, or 1:47 a.m. Central, near Barreal, a village in the foothills of the Andes in San Juan province, according to a preliminary reading by the provincial observatory. It was about 58 miles deep.

Deep earthquakes are felt over a wide area and tend to do less harm at the surface than shallow ones.

People in Mendoza and Cordoba described swaying lamps and barking dogs. "My wine glasses were talking to each other," said Ruben Castellani, who was awake with a newborn on the ninth floor of a Mendoza apartment building.

San Juan rebuilt its capital to strict standards after a disaster in the last century, and most of its buildings are made to ride out a strong shake.

The observatory said that aftershocks were likely through the morning. It asked residents to stay off Route 412, which runs under steep slopes, until crews could look at it in daylight.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'argentina-quake-v2',
    path: '/news/world/2025/09/16/strong-quake-rattles-western-argentina/',
    event: 'quake-san-juan',
    revisionOf: 'lakeside-tribune/argentina-quake',
    title: '3 hurt, dozens of homes damaged as 5.8 quake hits western Argentina',
    authors: ['Cecily Brandt'],
    published: '2025-09-16T02:58:14',
    modified: '2025-09-16T11:22:47',
    section: 'World',
    tags: ['Earthquakes', 'Argentina'],
    image: 'barreal-square.jpg',
    captions: [
      {
        text: 'Neighbors huddle under blankets on the village square in Barreal, Argentina, early Tuesday.',
        credit: 'Joaquin Riveros',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
A magnitude 5.8 earthquake rattled western Argentina early Tuesday, leaving three people with minor injuries and damaging about 40 adobe homes, officials said.

The quake hit at 3:47 a.m. local time, or 1:47 a.m. Central, near Barreal, a village in the foothills of the Andes in San Juan province. It was about 58 miles deep. The provincial observatory first put the magnitude at 5.9.

"The first thing we did was to count our people, and everyone is here," Gov. Teresa Quinteros said after touring the valley by helicopter.

Deep earthquakes are felt over a wide area and tend to do less harm at the surface than shallow ones.

About 300 residents of Barreal spent what was left of the night on the village square. A landslide closed provincial Route 412, which reopened to one lane at midmorning. The observatory had counted 26 aftershocks by noon.

People in Mendoza and Cordoba described swaying lamps and barking dogs. "My wine glasses were talking to each other," said Ruben Castellani, who was awake with a newborn on the ninth floor of a Mendoza apartment building.

San Juan rebuilt its capital to strict standards after a disaster in the last century, and most of its buildings are made to ride out a strong shake. The old adobe houses in the valleys are not.`,
  },
  {
    outlet: 'southern-dispatch',
    file: 'observatory-quake-stargazers',
    path: '/world/south-america/stargazers-evacuated-as-quake-rattles-argentine-andes-20250917-p5mzr8',
    event: 'quake-san-juan',
    title: 'Stargazers sent outside as quake rattles the Argentine Andes',
    authors: ['Bronte Callister'],
    published: '2025-09-17T04:20:31',
    section: 'World',
    tags: ['earthquakes', 'Argentina'],
    image: 'telescope-dome.jpg',
    captions: [
      {
        text: 'A dome of the telescope complex south of Barreal.',
        credit: 'Belén Arrechea',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Astronomers working near Barreal in western Argentina were treated to the best view of the night from the car park after a magnitude 5.8 earthquake shook them out of their domes.

“We all stood there in slippers under the Milky Way and nobody had a telescope,” said Dr Tegan Wall, a researcher from Hobart who was on the fourth night of an observing run.

The quake struck at 3.47am on Tuesday (4.47pm AEST), 94 kilometres below the foothills of the Andes. In the villages of the valley, three people suffered minor injuries and some 40 adobe homes were damaged.

The governor of San Juan province, Teresa Quinteros, flew over the area at first light. “The first thing we did was to count our people, and everyone is here,” she said.

Around 300 people in Barreal spent the night on the square, and a landslide cut the road from the south until mid-morning.

Dr Wall said the instruments had been parked automatically within two seconds of the first tremor and were back at work by the following evening. There have been 26 aftershocks. “You get used to the floor having opinions,” she said.

A spokesperson for the observatory said a mirror 2.15 metres across had been inspected by torchlight and found to be unharmed.`,
  },
  {
    outlet: 'fleuve-matin',
    file: 'seisme-argentine',
    path: '/actualites/international/2025-09-16/argentine/un-seisme-fait-trois-blesses-legers.php',
    event: 'quake-san-juan',
    title: 'Argentine : un séisme fait trois blessés légers dans la province de San Juan',
    authors: ['Mathilde Rancourt'],
    agencies: ['Meridian Press Agency'],
    published: '2025-09-16T09:05:00',
    section: 'International',
    tags: ['Argentine', 'séisme'],
    image: 'place-barreal.jpg',
    captions: [
      {
        text: 'Des habitants de Barreal ont passé la nuit dehors.',
        credit: 'Joaquín Riveros',
        agency: 'Meridian Press Agency',
      },
    ],
    body: `
Un tremblement de terre de magnitude 5,8 a secoué l’ouest de l’Argentine dans la nuit de lundi à mardi. Trois personnes ont été légèrement blessées et une quarantaine de maisons en adobe ont été endommagées.

La secousse a été ressentie à 3 h 47, heure locale, près du village de Barreal, au pied des Andes. Elle a duré 19 secondes. Son foyer se trouvait à 94 kilomètres de profondeur.

« La première chose que nous avons faite a été de compter les gens, et nous sommes tous là », a déclaré la gouverneure de la province de San Juan, Teresa Quinteros.

Environ 300 villageois ont passé le reste de la nuit sur la place. Un éboulement a coupé la route 412 pendant plusieurs heures.

Un groupe de dix-huit cyclistes de Trois-Rivières se trouvait dans une auberge de la vallée. Tous vont bien, assure leur guide, Yannick Desrosiers, joint par téléphone : « On a eu plus peur du coq de l’aubergiste que de la terre. »

Vingt-six répliques avaient été enregistrées à midi. Elles devraient perdre en intensité dans les prochains jours, selon la géologue Amparo Lucentini.`,
  },
  {
    outlet: 'voz-del-plata',
    file: 'quinteros-escuela-barreal',
    path: '/sociedad/quinteros-inauguro-una-escuela-tecnica-en-barreal-nid18092025/',
    event: 'barreal-school',
    title: 'Quinteros inauguró en Barreal una escuela técnica con orientación en astronomía',
    dek: 'La obra demandó dos años y recibirá a 180 alumnos desde marzo',
    authors: ['Milagros Otamendi'],
    dateline: { raw: 'SAN JUAN.-', city: 'San Juan', country: 'AR' },
    published: '2025-09-18T17:22:08',
    section: 'Sociedad',
    tags: ['San Juan', 'educación', 'Barreal'],
    image: 'escuela.jpg',
    captions: [
      {
        text: 'La gobernadora Teresa Quinteros cortó la cinta junto a la directora, Rosaura Funes.',
        credit: 'Joaquín Riveros',
      },
    ],
    body: `
La gobernadora de San Juan, Teresa Quinteros, inauguró este jueves en Barreal la primera escuela técnica de la provincia con orientación en astronomía. El edificio, de 2.600 metros cuadrados, recibirá a 180 alumnos cuando empiecen las clases, en marzo.

"Acá el cielo es el recurso natural que nunca hubo que excavar", dijo Quinteros en el acto, del que participaron vecinos de todo el departamento de Calingasta.

La escuela tiene dos talleres de óptica, una residencia para 60 chicos que viven lejos y una cúpula con un telescopio de 40 centímetros, donado por un observatorio de la zona. La construcción llevó dos años y costó 3.900 millones de pesos.

Los estudiantes egresarán como técnicos en instrumental. "Alguien tiene que lustrar los espejos, calibrar los motores y cambiar los rulemanes, y ahora ese alguien puede ser de acá", explicó la directora, Rosaura Funes.

Quinteros adelantó que el año próximo se licitará la pavimentación de 14 kilómetros de la ruta 412, un viejo reclamo de los productores de ajo.

La primera noche de observación abierta será el sábado 27, desde las 21, con entrada gratuita. Se suspende por nubes.`,
  },
]
