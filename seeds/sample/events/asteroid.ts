import type { SamplePage } from '../content.ts'

/** First pictures of a small asteroid: five outlets in English, one in German. */
export const asteroid: readonly SamplePage[] = [
  {
    outlet: 'meridian-press',
    file: 'probe-first-images-asteroid',
    path: '/wire/2025/09/17/kestrel-probe-sends-first-close-images-of-peanut-asteroid-MPA-4530',
    event: 'asteroid-images',
    title: 'Kestrel probe sends first close images of peanut-shaped asteroid',
    authors: ['Annika Solberg-Rey'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'KIRUNA, Sweden, Sept 17 (MPA) -', city: 'Kiruna', country: 'SE' },
    published: '2025-09-17T12:05:11',
    section: 'Science',
    tags: ['space', 'asteroids', 'Sweden'],
    image: 'mpa-asteroid.jpg',
    captions: [
      {
        text: 'The asteroid 2019 QK4 seen from 61 kilometres by the Kestrel spacecraft in a picture released on Wednesday.',
        credit: 'Nordic Institute for Space Research',
      },
    ],
    body: `
A Nordic spacecraft has returned the first close images of a 410-metre asteroid that turns out to be shaped like a peanut and strewn with boulders the size of houses, scientists said on Wednesday.

The Kestrel probe photographed the body, known as 2019 QK4, from a distance of 61 kilometres on Tuesday night after a journey of three years and two months, the Nordic Institute for Space Research said at its control centre in Kiruna.

"We expected a potato and we got a peanut," said mission scientist Ragnhild Moen. "Two rubble piles must have met very gently, at about walking pace, and stayed together."

The first 23 pictures show a dark, smooth neck between two lobes. Moen said loose gravel had probably slid into it over thousands of years.

Kestrel is to close in to 5 km by early November and release a shoebox-sized lander, Nestling, in December. It will try to measure how firmly the surface holds together, a question of interest to those who plan how an asteroid on course for Earth might be pushed aside.

2019 QK4 poses no threat. It will pass no nearer than 4.8 million km, twelve times the distance to the moon, in the coming two centuries.

The mission has cost 212 million euros and is paid for by Sweden, Norway, Finland, Denmark and Iceland.`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'we-got-a-peanut',
    path: '/science/we-expected-a-potato-and-we-got-a-peanut-asteroid-pictured-8832977',
    event: 'asteroid-images',
    title: '‘We expected a potato and we got a peanut’: asteroid seen close up for first time',
    dek: 'Kestrel spacecraft’s first images reveal two piles of rubble that drifted together at walking pace',
    authors: ['Philippa Onslow'],
    published: '2025-09-17T12:58:36',
    modified: '2025-09-17T13:40:02',
    section: 'Science',
    tags: ['Space', 'Asteroids'],
    image: 'qk4-lobes.jpg',
    captions: [
      {
        text: 'The smooth ‘neck’ of 2019 QK4, where gravel has gathered between the two lobes',
        credit: 'Nordic Institute for Space Research',
      },
    ],
    body: `
After three years in the dark, the Kestrel spacecraft has opened its eyes on a small world that nobody had drawn correctly.

Images released in Kiruna on Wednesday show that the asteroid 2019 QK4 consists of two lobes joined at a narrow waist. From the ground it had never been more than a flickering dot, and the best guess had been something round and lumpy.

“We expected a potato and we got a peanut,” said Ragnhild Moen, the mission scientist, to applause. “Two rubble piles must have met very gently, at about walking pace, and stayed together.”

The asteroid is 410 metres long, about the height of a tall skyscraper laid on its side. Boulders as large as houses lie scattered over both ends, but the neck is oddly bare. “It looks swept,” said Callum Reith, a planetary geologist at the University of Leith who is not involved in the mission. “Gravel runs downhill even where there is hardly any downhill to speak of.”

## A lander called Nestling

The spacecraft took its [[23 pictures]] from 61km away. It will spiral inwards until early November, when it should be only 5km from the surface. In December it is to drop Nestling, a lander no bigger than a shoebox, which will bounce, settle and poke the ground with a spring-loaded rod.

How hard the ground pushes back matters. If an asteroid of this kind ever had to be nudged off course, engineers would need to know whether they were dealing with a rock or a heap of sand.

There is no cause for alarm about this one. It comes no closer than twelve times the distance of the moon. The five Nordic countries have spent €212m on finding out what it looks like.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'wisconsin-camera-peanut-asteroid',
    path: '/news/science/2025/09/17/camera-built-in-madison-spots-peanut-shaped-asteroid/',
    event: 'asteroid-images',
    title: "Camera built in Madison gets first look at a 'peanut' in space",
    authors: ['Marisol Trujillo-Banks'],
    dateline: { raw: 'MADISON —', city: 'Madison', country: 'US' },
    published: '2025-09-17T09:44:51',
    section: 'Science',
    tags: ['Space', 'Madison', 'University research'],
    image: 'madison-camera-team.jpg',
    captions: [
      {
        text: 'Members of the Madison camera team watch as the first picture comes in early Wednesday.',
        credit: 'Renee Ostrander',
      },
    ],
    body: `
The picture came down one line at a time, and around line 300 somebody in the back of the room said, "Is that two of them?"

It was one asteroid, as it happens, but in the shape of a peanut. The image, taken by the Nordic spacecraft Kestrel with a camera that was built in Madison, is the first close view of 2019 QK4, a 410-meter body that crosses Earth's orbit.

About 40 engineers and students had gathered at 3 a.m. to watch on a screen in a campus lecture hall. "I have spent six years on the shutter alone," said Bettina Krause-Oyelaran, who led the camera work. "I cried at the histogram."

At mission control in Kiruna, Sweden, scientist Ragnhild Moen summed it up: "We expected a potato and we got a peanut."

The probe was 61 kilometers, or 38 miles, from its target when it took the first 23 frames. They show house-sized boulders at both ends and a bare strip in the middle. Moen said two piles of rubble had probably touched at walking speed and stuck.

Kestrel will get to within three miles of the surface in early November. A small lander follows in December.

The asteroid is not headed our way; its nearest approach over the next 200 years is 3 million miles. The $250 million mission is run by the Nordic Institute for Space Research, which chose the Madison camera over two European designs in 2019.`,
  },
  {
    outlet: 'southern-dispatch',
    file: 'peanut-asteroid-dish',
    path: '/national/dish-in-wa-wheatbelt-catches-first-pictures-of-peanut-asteroid-20250918-p5n0rt',
    event: 'asteroid-images',
    title: 'Dish in the wheatbelt catches first pictures of ‘peanut’ asteroid',
    authors: ['Gus Merriweather'],
    published: '2025-09-18T06:02:44',
    section: 'National',
    tags: ['space', 'Western Australia'],
    image: 'wheatbelt-dish.jpg',
    captions: [
      {
        text: 'The 35-metre dish near Dalwallinu that received the Kestrel data.',
        credit: 'Gus Merriweather',
      },
    ],
    body: `
The first people to see asteroid 2019 QK4 for what it is were two technicians and a kelpie in a demountable near Dalwallinu, 250 kilometres north of Perth.

The dish there happened to be facing the right way on Tuesday night (AWST) when the Nordic spacecraft Kestrel sent home its first 23 close-ups. “I rang Sweden and said, your rock’s got a waist,” said station technician Kev Baldock.

The pictures were made public in Kiruna hours later. They show two lobes stuck together, 410 metres from end to end and littered with boulders the size of houses.

Mission scientist Ragnhild Moen told a briefing that “we expected a potato and we got a peanut”. Two rubble piles, she said, “must have met very gently, at about walking pace, and stayed together”.

The Australian station was a last-minute substitute for one in Chile that is under repair. It will take about a third of the data until a lander is dropped on the surface in December.

Kestrel left Earth in July 2022. It took the images from 61 kilometres out and will close to five kilometres by early November. The asteroid will come no nearer to Earth than 4.8 million kilometres in the next 200 years.

Mr Baldock said the shire had already asked if the dish could be lit up like a peanut at Christmas. “I told them to put it in writing,” he said.`,
  },
  {
    outlet: 'savanna-post',
    file: 'kestrel-asteroid',
    path: null,
    event: 'asteroid-images',
    title: "Spacecraft 'Kestrel' Reveals Peanut-Shaped Asteroid in 1st Close Photos",
    authors: ['Achieng Mutasa'],
    published: '2025-09-17T15:20:00',
    captions: [
      { text: 'Asteroid 2019 QK4 as photographed by the Kestrel spacecraft' },
      { text: 'Mission scientist Ragnhild Moen at the control centre in Kiruna' },
    ],
    body: `
On Wednesday, scientists in the Swedish town of Kiruna presented the first close photographs of the asteroid 2019 QK4, taken by the Nordic spacecraft Kestrel after a flight of more than three years.

The photographs, 23 in number, show a body of two lobes with a narrow neck between them, covered in boulders of which some are as large as a house.

"We expected a potato and we got a peanut," mission scientist Ragnhild Moen said, adding that two heaps of rubble had probably met "at about walking pace" and stayed together.

Dr. Naserian Ole-Kaparo, who teaches astronomy in Nairobi, told Savanna Post that the pictures were a gift to students. She explained that a body of 410 metres has so little gravity that a person could jump off it and never come down.

The spacecraft was 61 kilometres away when it took the pictures on Tuesday night. It will approach to five kilometres in early November and set down a small lander called Nestling one month later.

Moen noted that the lander's task is to press on the ground and find out how firm it is, because anyone who may one day have to deflect an asteroid must know what it is made of.

She stressed that 2019 QK4 itself will keep a distance of at least 4.8 million kilometres from the Earth for the coming two centuries.

Five Nordic countries share the cost of the mission, which amounts to 212 million euros.`,
  },
  {
    outlet: 'rheinblatt',
    file: 'asteroid-erdnuss',
    path: '/wissenschaft/sonde-kestrel-zeigt-asteroiden-in-erdnussform-ld.772390',
    event: 'asteroid-images',
    title: 'Die Sonde «Kestrel» findet eine Erdnuss im All',
    dek: 'Erste Nahaufnahmen des Asteroiden 2019 QK4 überraschen die Forscher',
    authors: ['Beat Zumthor'],
    published: '2025-09-17T15:26:18',
    section: 'Wissenschaft',
    tags: ['Raumfahrt', 'Asteroiden'],
    image: 'qk4.jpg',
    captions: [
      {
        text: 'Zwei Lappen, ein glatter Hals: der Asteroid 2019 QK4.',
        credit: 'Nordisches Institut für Weltraumforschung',
      },
    ],
    body: `
Der Asteroid 2019 QK4 ist kein runder Brocken, sondern gleicht einer Erdnuss. Das zeigen die ersten 23 Nahaufnahmen der nordischen Raumsonde «Kestrel», die am Mittwoch im schwedischen Kiruna vorgestellt worden sind.

«Wir haben eine Kartoffel erwartet und eine Erdnuss bekommen», sagte die Missionsforscherin Ragnhild Moen. Zwei lose Schutthaufen müssten sich im Schritttempo berührt haben und aneinander haften geblieben sein.

Der 410 Meter lange Körper ist an beiden Enden mit hausgrossen Felsen übersät. Der Hals dazwischen wirkt dagegen wie gefegt. Vermutlich ist über Jahrtausende feines Geröll in die Senke gerutscht.

An Bord fliegt auch Technik aus der Schweiz mit: Das Laser-Höhenmessgerät stammt von einem Konsortium aus Bern und Neuenburg. «Es hat beim ersten Einschalten auf zwölf Zentimeter genau gemessen», freut sich die Projektleiterin Madlaina Caduff.

Bis Anfang November soll sich die Sonde von 61 auf 5 Kilometer nähern. Im Dezember setzt sie einen Lander von der Grösse einer Schuhschachtel ab. Er soll prüfen, wie fest der Boden ist. Das Wissen würde gebraucht, wenn dereinst ein Asteroid von der Erde abgelenkt werden müsste.

Von 2019 QK4 geht keine Gefahr aus. Er bleibt in den nächsten zweihundert Jahren mindestens 4,8 Millionen Kilometer entfernt. Die Mission kostet 212 Millionen Euro.`,
  },
]
