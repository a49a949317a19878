import type { SamplePage } from '../content.ts'

/** A lost painting turns up in a museum attic in Lyon; then the same director closes a wing for its roof. */
export const painting: readonly SamplePage[] = [
  {
    outlet: 'courrier-du-quai',
    file: 'tableau-vauquelin-retrouve',
    path: '/culture/article/2025/09/17/un-tableau-d-elise-vauquelin-retrouve-derriere-une-armoire_6640350_3.html',
    event: 'lost-painting',
    title: 'À Lyon, un tableau perdu d’Élise Vauquelin retrouvé derrière une armoire du musée',
    dek: 'Disparue depuis 1911, « La Passerelle au brouillard » dormait dans les combles du Musée des Quais.',
    authors: ['Hortense Gallimet'],
    published: '2025-09-17T11:05:00',
    section: 'Culture',
    tags: ['peinture', 'Lyon', 'musées'],
    image: 'passerelle-au-brouillard.jpg',
    captions: [
      {
        text: '« La Passerelle au brouillard », peinte en 1887, avant restauration.',
        credit: 'Gaspard Lenfant',
      },
      { text: 'L’armoire derrière laquelle la toile était glissée.', credit: 'Musée des Quais' },
    ],
    body: `
On cherchait une fuite d’eau, on a trouvé un chef-d’œuvre. « La Passerelle au brouillard », un tableau de la peintre lyonnaise Élise Vauquelin que l’on croyait perdu depuis 1911, a été découvert dans les combles du Musée des Quais, a annoncé mercredi l’établissement.

La toile, de 92 centimètres sur 140, était glissée entre le mur et une armoire de chêne que personne n’avait déplacée depuis la guerre. C’est un plombier, Samir Belkhodja, qui a vu dépasser un coin du cadre. « J’ai d’abord cru à une porte. Puis j’ai vu qu’il y avait du brouillard dessus », raconte-t-il.

« Nous avions une photographie, une facture et un remords. Nous avons maintenant le tableau », s’est félicitée la directrice du musée, Marguerite Astier-Roux.

## Onze mois d’analyses

Pendant onze mois, les pigments, le châssis et la signature ont été étudiés. Un repentir, deux silhouettes effacées au milieu de la passerelle, correspond à un dessin conservé à Grenoble. L’attribution ne fait plus de doute, selon trois experts.

Élise Vauquelin (1849-1912) a peint la Saône toute sa vie et vendu, de son vivant, quatorze toiles. Le musée en possède désormais cinq. La valeur de celle-ci est estimée à 3,5 millions d’euros, mais elle ne quittera pas la ville.

Après restauration, elle sera accrochée en mai dans une salle à elle seule. Le plombier aura droit à une visite privée. « Et la fuite est réparée », précise-t-il.`,
  },
  {
    outlet: 'fleuve-matin',
    file: 'plombier-tableau',
    path: '/arts/2025-09-17/france/un-plombier-decouvre-un-tableau-disparu-depuis-114-ans.php',
    event: 'lost-painting',
    title: 'Un plombier découvre un tableau disparu depuis 114 ans',
    authors: ['Mathilde Rancourt'],
    agencies: ['Meridian Press Agency'],
    published: '2025-09-17T08:50:00',
    section: 'Arts',
    tags: ['peinture', 'France'],
    image: 'vauquelin.jpg',
    captions: [
      {
        text: 'La toile a été retrouvée dans les combles du Musée des Quais, à Lyon.',
        credit: 'Gaspard Lenfant',
      },
    ],
    body: `
Appelé pour réparer une fuite dans un musée de Lyon, un plombier a mis la main sur une œuvre que les historiens de l’art cherchaient depuis plus d’un siècle.

Samir Belkhodja déplaçait une armoire dans les combles du Musée des Quais lorsqu’il a remarqué un cadre appuyé au mur. Il s’agissait de « La Passerelle au brouillard », peinte en 1887 par Élise Vauquelin et introuvable depuis 1911.

L’affaire remonte à l’automne 2024. Le musée a préféré se taire le temps de vérifier. Pigments, châssis, signature : tout concorde, a indiqué mercredi la directrice, Marguerite Astier-Roux. « Nous avions une photographie, une facture et un remords. Nous avons maintenant le tableau », a-t-elle dit.

La toile est évaluée à 3,5 millions d’euros, soit près de 5,7 millions de dollars canadiens.

Vauquelin est peu connue de ce côté-ci de l’Atlantique. Une seule de ses œuvres se trouve au Canada, dans une collection privée de Québec. « C’est une peintre de l’eau et du silence. On la redécouvre enfin », se réjouit Odile Marchessault, qui prépare un livre à son sujet.

Le public lyonnais pourra voir le tableau en mai, après sa restauration.`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'lost-vauquelin-found-plumber',
    path: '/culture/art/lost-vauquelin-found-by-plumber-looking-for-a-leak-8832844',
    event: 'lost-painting',
    title: 'Lost Vauquelin found by plumber looking for a leak',
    dek: 'A misty river scene missing since 1911 had been standing behind a wardrobe in a Lyon museum',
    authors: ['Cordelia Frayn'],
    published: '2025-09-17T11:49:30',
    section: 'Culture',
    tags: ['Art', 'France', 'Museums'],
    image: 'footbridge-in-fog.jpg',
    captions: [{ text: 'Footbridge in Fog (1887) as it was found', credit: 'Gaspard Lenfant' }],
    body: `
A painting by Élise Vauquelin that had been missing for 114 years has turned up in the attic of the very museum that lost it, after a plumber moved a wardrobe.

Samir Belkhodja had been called to the Musée des Quais in Lyon to trace a leak. Behind an oak wardrobe which nobody could remember having shifted, he found what he took for a door. “Then I saw that there was fog on it,” he said.

It was Footbridge in Fog, painted in 1887 and last recorded in an inventory of 1911. The museum kept quiet for 11 months while pigments, stretcher and signature were examined, and announced the find on Wednesday.

“We had a photograph, an invoice and a regret,” said Marguerite Astier-Roux, its director. “Now we have the painting.”

Vauquelin, who lived from 1849 to 1912, painted little but the Saône and sold only 14 pictures in her lifetime. Her standing has risen sharply since a show in Ghent in 2019. The rediscovered work is valued at €3.5m, though the museum says it will never be for sale.

## Two figures, painted out

X-rays revealed two figures in the middle of the footbridge, painted out by the artist. They match a drawing in Grenoble in which a man and a woman stand with their backs to one another. “She took them away and left the distance between them,” said Dr Honor Tillotson, a specialist in the period. “It is the better picture.”

It will go on display in May, in a room of its own. Mr Belkhodja has been promised the first look. He is also, the museum notes, to be paid for the leak.`,
  },
  {
    outlet: 'southern-dispatch',
    file: 'wardrobe-masterpiece',
    path: '/culture/art-and-design/the-masterpiece-behind-the-wardrobe-20250918-p5n0vb',
    event: 'lost-painting',
    title: 'The masterpiece behind the wardrobe',
    authors: ['Odette Farrugia'],
    published: '2025-09-18T08:15:07',
    section: 'Culture',
    tags: ['art', 'France'],
    image: 'wardrobe.jpg',
    captions: [
      { text: 'The oak wardrobe that hid the painting since at least the 1940s.', credit: 'Musée des Quais' },
    ],
    body: `
Every museum dreams of finding a lost treasure. Few expect to find it in their own roof.

The Musée des Quais in Lyon has revealed that Footbridge in Fog, an 1887 river scene by Élise Vauquelin that vanished in 1911, was upstairs the whole time, wedged between a wall and an oak wardrobe.

The discoverer was a plumber, Samir Belkhodja, who was following a drip. “At first I thought it was a door,” he said.

Museum director Marguerite Astier-Roux said experts had spent 11 months making sure. “We had a photograph, an invoice and a regret,” she said. “Now we have the painting.”

The picture, 92 by 140 centimetres, is thought to be worth about $6.2 million. It needs cleaning: a century of dust has turned the fog from silver to something closer to tea.

Vauquelin sold 14 paintings before her death in 1912. One of them, a small view of a lock, has hung in Ballarat since 1956. Curator Merindah Scully said the regional gallery had already written to Lyon to propose that the two be shown together. “Ours is the size of a dinner plate, but it has been waiting longer for company,” she said.

The restored painting goes on show in May.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'plumber-painting-lyon',
    path: '/entertainment/arts/2025/09/17/a-plumber-found-a-missing-masterpiece-in-lyon/',
    event: 'lost-painting',
    title: 'A plumber went looking for a leak and found a $4.1 million painting',
    authors: ['Bernice Grabowski'],
    published: '2025-09-17T07:33:02',
    section: 'Arts',
    tags: ['Art', 'Museums', 'France'],
    image: 'vauquelin-attic.jpg',
    captions: [
      {
        text: 'The attic of the Musée des Quais in Lyon, France, where the painting was found.',
        credit: 'Gaspard Lenfant',
      },
    ],
    body: `
For 114 years the Musée des Quais in Lyon, France, did not know where its best painting was. It was upstairs.

The museum said Wednesday that "Footbridge in Fog," painted by Élise Vauquelin in 1887 and missing since 1911, had turned up in its own attic. Samir Belkhodja, a plumber who had come about a leak, pulled an oak wardrobe away from the wall and saw the corner of a frame.

"At first I thought it was a door," Belkhodja said. "Then I saw that there was fog on it."

Experts spent 11 months checking the pigments, the stretcher and the signature before the museum went public. "We had a photograph, an invoice and a regret," director Marguerite Astier-Roux said. "Now we have the painting."

It is valued at 3.5 million euros, or $4.1 million, and is not for sale. After a cleaning it will hang alone in a room from May on.

Vauquelin, who died in 1912, sold 14 paintings in her life, nearly all of them views of one river. None is in a public collection in the United States, said Philomena Dietz, who teaches art history in Madison and has lectured on her for years to classes of nine.

"I have been showing a black-and-white photograph of that bridge since 1998," Dietz said. "I always told them: It is probably gray anyway."`,
  },
  {
    outlet: 'alpenbote',
    file: 'gemaelde-hinter-kasten',
    path: '/kultur/kunst/verschollenes-gemaelde-hinter-kasten-entdeckt.php?aid=204561',
    event: 'lost-painting',
    title: 'Verschollenes Gemälde stand 114 Jahre hinter einem Kasten',
    authors: ['Leopoldine Czerny'],
    published: '2025-09-17T13:15:00',
    section: 'Kultur',
    image: 'vauquelin-nebel.jpg',
    captions: [{ text: '„Steg im Nebel“ (1887) von Élise Vauquelin.', credit: 'Gaspard Lenfant' }],
    body: `
Ein Installateur hat auf dem Dachboden eines Museums in Lyon ein seit 1911 verschollenes Gemälde der französischen Malerin Élise Vauquelin entdeckt. „Steg im Nebel“ lehnte zwischen der Wand und einem Eichenkasten, wie das Musée des Quais am Mittwoch mitteilte.

Samir Belkhodja war auf der Suche nach einem Wasserschaden, als er eine Ecke des Rahmens bemerkte. „Zuerst habe ich an eine Tür gedacht“, sagte er. „Dann habe ich gesehen, dass Nebel darauf ist.“

Elf Monate lang ließ Direktorin Marguerite Astier-Roux die Leinwand prüfen, ehe sie an die Öffentlichkeit ging. „Wir hatten eine Fotografie, eine Rechnung und ein schlechtes Gewissen. Jetzt haben wir das Bild“, sagte sie.

Das 92 mal 140 Zentimeter große Werk aus dem Jahr 1887 wird auf 3,5 Millionen Euro geschätzt. Verkauft werden soll es nicht. Nach der Restaurierung bekommt es ab Mai einen eigenen Saal.

Vauquelin (1849–1912) malte fast ausschließlich die Saône. In Österreich war sie zuletzt 2022 in Krems zu sehen.

Röntgenbilder brachten zwei Figuren zum Vorschein, die sie selbst übermalt hatte: ein Mann und eine Frau, die einander den Rücken zukehren. Eine Zeichnung in Grenoble zeigt dasselbe Paar. Der Installateur darf das restaurierte Bild als Erster sehen.`,
  },
  {
    outlet: 'diario-del-puerto',
    file: 'cuadro-perdido-lyon',
    path: '/cultura/2025-09-17/fontanero-encuentra-cuadro-perdido-vauquelin-lyon_7720165/',
    event: 'lost-painting',
    title: 'Un fontanero encuentra en Lyon un cuadro perdido desde hace 114 años',
    dek: '«La pasarela en la niebla», de Élise Vauquelin, estaba detrás de un armario del propio museo',
    authors: ['Candela Oyarbide'],
    published: '2025-09-17T13:02:44',
    section: 'Cultura',
    tags: ['Pintura', 'Francia'],
    image: 'pasarela-niebla.jpg',
    captions: [{ text: '«La pasarela en la niebla» (1887), tal como apareció.', credit: 'Gaspard Lenfant' }],
    body: `
Samir Belkhodja buscaba una gotera y encontró un cuadro. Este fontanero de Lyon movió un armario de roble en el desván del Musée des Quais y vio asomar la esquina de un marco. Era «La pasarela en la niebla», una tela de Élise Vauquelin de la que no se sabía nada desde 1911.

El museo hizo público el hallazgo este miércoles, tras once meses de análisis de los pigmentos, el bastidor y la firma. «Teníamos una fotografía, una factura y un remordimiento. Ahora tenemos el cuadro», resumió la directora, Marguerite Astier-Roux.

La pintura, de 92 por 140 centímetros, está valorada en 3,5 millones de euros. No se venderá: a partir de mayo colgará, ya restaurada, en una sala para ella sola.

Los rayos X han descubierto dos figuras borradas por la propia artista en mitad de la pasarela, un hombre y una mujer que se dan la espalda. Coinciden con un dibujo que se guarda en Grenoble.

Vauquelin (1849-1912) vendió catorce obras en vida. Dos viajaron a España con un comerciante de seda de Vilanova y se perdieron en un traslado. «Desde hoy miramos los armarios de otra manera», bromea Berta Coll i Serra, conservadora en Barcelona.`,
  },
  {
    outlet: 'courrier-du-quai',
    file: 'musee-des-quais-toiture',
    path: '/culture/article/2025/09/19/le-musee-des-quais-ferme-une-aile-pour-refaire-sa-toiture_6640602_3.html',
    event: 'museum-roof',
    title: 'Lyon : le Musée des Quais ferme une aile pendant un an pour refaire sa toiture',
    dek: 'Les travaux, d’un montant de 4,8 millions d’euros, commenceront en janvier.',
    authors: ['Hortense Gallimet'],
    published: '2025-09-19T09:30:00',
    section: 'Culture',
    tags: ['Lyon', 'musées', 'patrimoine'],
    image: 'toiture.jpg',
    captions: [{ text: 'La toiture de l’aile nord, en zinc, date de 1934.', credit: 'Gaspard Lenfant' }],
    body: `
L’aile nord du Musée des Quais, à Lyon, sera fermée au public du 12 janvier au 20 décembre 2026. La toiture en zinc, posée en 1934, doit être entièrement remplacée, ont annoncé vendredi la ville et la directrice du musée, Marguerite Astier-Roux.

« Un musée commence par le toit. Nous l’avions un peu oublié », admet-elle. Les seaux disposés dans les réserves les jours d’orage étaient devenus, dit-elle, « une collection permanente ».

Le chantier coûtera 4,8 millions d’euros, dont la moitié à la charge de la ville. Des panneaux solaires couvriront un tiers de la surface, et l’isolation devrait réduire la facture de chauffage de 40 %.

Environ 600 œuvres seront déplacées vers un dépôt de Villeurbanne. Les ateliers pour enfants se tiendront dans une ancienne halle aux grains, place des Mariniers.

Les syndicats s’inquiètent pour les vingt-deux agents d’accueil de l’aile. « Personne ne perdra son poste », assure la directrice, qui promet des horaires élargis dans le reste du bâtiment.

Le prix du billet baissera de deux euros pendant les travaux. La cafétéria, elle, gagnera une terrasse provisoire au pied des échafaudages.`,
  },
]
