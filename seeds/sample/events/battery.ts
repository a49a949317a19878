import type { SamplePage } from '../content.ts'

/** A battery works for Zaragoza: three languages, one set of figures. */
export const battery: readonly SamplePage[] = [
  {
    outlet: 'diario-del-puerto',
    file: 'voltara-elige-zaragoza',
    path: '/economia/2025-09-16/voltara-elige-zaragoza-fabrica-baterias_7719402/',
    event: 'battery-plant',
    title: 'Voltara elige Zaragoza para su gran fábrica de baterías: 1.400 millones y 2.300 empleos',
    dek: 'La compañía empezará las obras en primavera y prevé que las primeras celdas salgan de la planta a finales de 2028',
    authors: ['Nuria Bescós', 'Íñigo Larraz'],
    published: '2025-09-16T11:20:15',
    modified: '2025-09-16T14:02:50',
    section: 'Economía',
    tags: ['Baterías', 'Zaragoza', 'Industria', 'Voltara'],
    image: 'voltara-presentacion.jpg',
    captions: [
      {
        text: 'Presentación del proyecto de Voltara, este martes en el Palacio de Congresos de Zaragoza.',
        credit: 'Marta Cinca',
      },
      { text: 'Terrenos de Plaza Norte en los que se levantará la factoría.', credit: 'Íñigo Larraz' },
    ],
    body: `
Zaragoza ha ganado la carrera. La empresa de baterías Voltara ha anunciado este martes que construirá en la capital aragonesa su mayor fábrica, con una inversión de 1.400 millones de euros y 2.300 puestos de trabajo directos cuando esté a pleno rendimiento.

La planta ocupará 64 hectáreas en el polígono Plaza Norte, junto al ferrocarril. Las obras arrancarán en la primavera de 2026 y las primeras celdas deberían salir de la línea a finales de 2028, con una capacidad anual de 30 gigavatios hora, suficiente para unos 450.000 coches.

«Hemos mirado 41 emplazamientos en nueve países y hemos vuelto siempre al mismo: sol, raíles y gente que sabe soldar», ha dicho la consejera delegada, Helene Åkerblad, en un acto en el Palacio de Congresos.

## La competencia de Lens y Katowice

En la última ronda quedaban también Lens, en Francia, y Katowice, en Polonia. Según fuentes conocedoras de la negociación, inclinó la balanza el compromiso de levantar una subestación eléctrica propia y una línea de [[formación profesional]] con 600 plazas.

Los sindicatos han recibido la noticia con satisfacción y con una petición. «Queremos ver por escrito cuántos de esos 2.300 contratos serán indefinidos», ha señalado Pilar Gracia Andolz, portavoz del comité intersindical de la automoción.

Las asociaciones de regantes, por su parte, reclaman conocer el consumo de agua. Voltara asegura que reutilizará el 85 % y que publicará los datos cada trimestre.

La ayuda pública asciende a 190 millones de euros y está condicionada a que el empleo se mantenga al menos diez años.`,
  },
  {
    outlet: 'voz-del-plata',
    file: 'litio-argentino-para-zaragoza',
    path: '/economia/la-fabrica-espanola-que-mira-al-litio-argentino-nid16092025/',
    event: 'battery-plant',
    title: 'La fábrica de baterías que se hará en Zaragoza y mira al litio argentino',
    dek: 'Voltara invertirá 1.400 millones de euros en España; parte del mineral saldría del noroeste argentino',
    authors: ['Facundo Iribarne'],
    published: '2025-09-16T12:41:09',
    section: 'Economía',
    tags: ['litio', 'baterías', 'España'],
    image: 'salar.jpg',
    captions: [{ text: 'Piletas de evaporación en un salar de la Puna.', credit: 'Rocío Anzoátegui' }],
    body: `
El anuncio se hizo en Zaragoza, pero se escuchó en la Puna. Voltara, una de las mayores fabricantes de baterías de Europa, informó este martes que levantará en esa ciudad española una planta de 1.400 millones de euros que dará trabajo a 2.300 personas.

La compañía necesitará unas 18.000 toneladas de carbonato de litio por año cuando la planta funcione a pleno, a fines de 2028. Su jefa, Helene Åkerblad, dijo que el suministro vendrá "de tres continentes" y que hay conversaciones avanzadas con productores del noroeste argentino.

"Hemos mirado 41 emplazamientos en nueve países y hemos vuelto siempre al mismo: sol, raíles y gente que sabe soldar", explicó Åkerblad sobre la elección de la capital aragonesa, que se impuso a Lens, en Francia, y a Katowice, en Polonia.

Para el consultor Ezequiel Maidana, especialista en minería, el dato a seguir es otro. "Si la fábrica compra con contratos largos, acá se pueden financiar proyectos que hoy están en carpeta", sostuvo. Calculó que un acuerdo a diez años movería unos 250 millones de dólares anuales.

Las obras comenzarán en la primavera boreal de 2026, sobre 64 hectáreas. La producción prevista es de 30 gigavatios hora por año. El Estado español aporta 190 millones de euros, atados a que los puestos se sostengan durante una década.`,
  },
  {
    outlet: 'courrier-du-quai',
    file: 'voltara-prefere-saragosse-a-lens',
    path: '/economie/article/2025/09/16/batteries-voltara-prefere-saragosse-a-lens_6640213_3.html',
    event: 'battery-plant',
    title: 'Batteries : Voltara préfère Saragosse à Lens, les élus du bassin minier déçus',
    dek: 'Le fabricant investira 1,4 milliard d’euros en Espagne. Lens était finaliste avec Katowice.',
    authors: ['Solène Marquant'],
    published: '2025-09-16T13:35:00',
    section: 'Économie',
    tags: ['Voltara', 'batteries', 'industrie', 'Lens'],
    image: 'lens-friche.jpg',
    captions: [
      {
        text: 'La friche de la fosse 11, proposée par Lens pour accueillir l’usine.',
        credit: 'Gaspard Lenfant',
      },
    ],
    body: `
La nouvelle est tombée peu avant midi, et elle n’était pas celle qu’on espérait à Lens. Le fabricant de batteries Voltara a choisi Saragosse, en Espagne, pour sa plus grande usine européenne : 1,4 milliard d’euros d’investissement et 2 300 emplois directs.

La ville du Pas-de-Calais figurait parmi les trois finalistes, avec la polonaise Katowice. Elle avait proposé 58 hectares sur le carreau d’une ancienne fosse, à deux pas de l’autoroute.

« Nous avons regardé 41 sites dans neuf pays et nous sommes toujours revenus au même : du soleil, des rails et des gens qui savent souder », a justifié la directrice générale, Helene Åkerblad, lors d’une présentation à Saragosse.

« On nous a dit jusqu’à vendredi que notre dossier était le meilleur », regrette Bertrand Delattre-Coqueau, qui a piloté la candidature pour la communauté d’agglomération. Selon lui, le prix de l’électricité et le délai de raccordement, cinq ans contre trois en Aragon, ont pesé lourd.

L’usine espagnole doit sortir ses premières cellules fin 2028 et en produire de quoi équiper 450 000 voitures par an. L’aide publique s’élève à 190 millions d’euros.

À Lens, on ne veut pas en rester là. Un fournisseur de cathodes, dont le nom n’a pas été communiqué, doit visiter la friche en octobre. « Le terrain est prêt, les réseaux sont dessinés, il ne manque que la plaque sur le portail », veut croire M. Delattre-Coqueau.`,
  },
  {
    outlet: 'meridian-press',
    file: 'voltara-zaragoza',
    path: '/wire/2025/09/16/voltara-picks-zaragoza-for-14-bln-euro-battery-plant-MPA-4502',
    event: 'battery-plant',
    title: 'Voltara picks Zaragoza for 1.4 bln euro battery plant, 2,300 jobs',
    authors: ['Tomás Villacampa'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'ZARAGOZA, Spain, Sept 16 (MPA) -', city: 'Zaragoza', country: 'ES' },
    published: '2025-09-16T11:32:40',
    section: 'Business',
    tags: ['batteries', 'Spain', 'Voltara'],
    body: `
Battery maker Voltara will build its largest factory in Zaragoza in northeastern Spain, investing 1.4 billion euros and creating 2,300 jobs, Chief Executive Helene Akerblad said on Tuesday.

Construction on a 64-hectare site next to a rail freight terminal is to start in spring 2026, with the first cells due in late 2028, the privately held company said.

"We looked at 41 sites in nine countries and kept coming back to the same one: sun, rails and people who know how to weld," Akerblad told a news conference.

The plant is designed for an annual capacity of 30 gigawatt hours, enough for about 450,000 cars. Lens in France and Katowice in Poland were the other finalists.

Public grants amount to 190 million euros and are tied to a promise to keep the jobs for at least ten years, according to a term sheet seen by MPA.

Unions welcomed the plan but asked for details of the contracts. Irrigation associations in the Ebro valley have voiced concern about water; Voltara said it would recycle 85 percent of what it uses and publish figures every quarter.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'battery-maker-spain-waukesha',
    path: '/business/2025/09/16/battery-maker-with-waukesha-lab-to-build-in-spain/',
    event: 'battery-plant',
    title: 'Battery maker with Waukesha lab will build its biggest plant in Spain',
    authors: ['Dale Kowalczyk'],
    published: '2025-09-16T10:18:27',
    section: 'Business',
    tags: ['Voltara', 'Manufacturing', 'Waukesha'],
    image: 'voltara-lab.jpg',
    captions: [
      {
        text: 'A technician checks a test cell at the Voltara laboratory in Waukesha.',
        credit: 'Renee Ostrander',
      },
    ],
    body: `
Voltara, the battery company that runs a 140-person research lab in Waukesha, said Tuesday it will put its largest factory in Zaragoza, Spain.

The plant will cost 1.4 billion euros, or about $1.65 billion, and employ 2,300 people. Work on the 64-hectare site begins next spring. The first cells are expected at the end of 2028.

The decision ends a year of guessing in which local officials had hoped, quietly, for a Midwestern site. It never made the short list. The finalists besides Zaragoza were Lens, France, and Katowice, Poland.

"We looked at 41 sites in nine countries and kept coming back to the same one: sun, rails and people who know how to weld," chief executive Helene Akerblad said.

## What it means for Waukesha

Not much will change at the lab on Bluemound Road, said Gwen Pfister, who manages it. The chemistry that the Spanish plant will use was developed there, and 20 engineers will spend part of the next three years in Zaragoza.

"Somebody has to teach the ovens," Pfister said. "Our people wrote the recipe."

Spain is putting up 190 million euros in grants on the condition that the jobs last at least 10 years. Asked if a U.S. plant could follow, Akerblad said the company would "finish one cathedral before sketching the next."`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'voltara-chooses-spain',
    path: '/business/voltara-chooses-spain-over-france-and-poland-for-battery-gigafactory-8831560',
    event: 'battery-plant',
    title: 'Voltara chooses Spain over France and Poland for battery gigafactory',
    dek: 'Zaragoza site to supply 450,000 cars a year from 2028, but farmers ask where the water will come from',
    authors: ['Rory Pendleton-Shah'],
    published: '2025-09-16T14:47:55',
    section: 'Business',
    tags: ['Batteries', 'Spain', 'Manufacturing'],
    image: 'zaragoza-site.jpg',
    captions: [
      {
        text: 'Helene Åkerblad, Voltara’s chief executive, at the announcement in Zaragoza',
        credit: 'Marta Cinca',
      },
    ],
    body: `
Farmers in the Ebro valley have demanded guarantees about water after Voltara announced that it would build one of Europe’s largest battery factories on the edge of Zaragoza.

The €1.4bn plant is to employ 2,300 people and turn out enough cells for 450,000 cars a year. Ground will be broken next spring on 64 hectares beside the city’s rail freight terminal, with production to begin in late 2028.

Helene Åkerblad, the chief executive, said the company had considered 41 sites in nine countries, among them Lens in northern France and Katowice in Poland, “and kept coming back to the same one: sun, rails and people who know how to weld”.

The water question was raised within the hour. “A factory like that drinks as much as a town,” said Joaquín Mur, who speaks for an association of 900 growers of peaches and maize. “We had restrictions in three of the last five summers. We would like to see the meter before we see the ribbon.”

Voltara says 85 per cent of its process water will be reused and has promised to publish quarterly figures.

## Grid connection was decisive

Analysts said that power rather than sunshine had settled the matter. Zaragoza offered a dedicated substation within three years; Lens could not promise one in less than five. Spanish public bodies are adding €190m in grants, which must be repaid if jobs are cut within a decade.

No British site was considered. “We were told the shortlist was closed before we had found the envelope,” said one official involved in an attempt to interest the company in Teesside.`,
  },
]
