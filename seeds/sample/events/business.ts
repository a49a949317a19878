import type { SamplePage } from '../content.ts'

/** Quarterly figures of one company at three outlets, and the same template filled in for another. */
export const business: readonly SamplePage[] = [
  {
    outlet: 'meridian-press',
    file: 'halvorsen-foods-q3',
    path: '/wire/2025/09/18/halvorsen-foods-q3-profit-rises-12-pct-lifts-outlook-MPA-4561',
    event: 'halvorsen-results',
    title: 'Halvorsen Foods Q3 profit rises 12 pct, lifts outlook',
    authors: ['Ingrid Paulsen-Daly'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'BERGEN, Norway, Sept 18 (MPA) -', city: 'Bergen', country: 'NO' },
    published: '2025-09-18T07:02:03',
    section: 'Business',
    tags: ['results', 'food industry', 'Norway'],
    body: `
Norwegian food group Halvorsen Foods on Thursday reported a 12 percent rise in third-quarter operating profit to 186 million euros, helped by strong sales of chilled fish, and lifted its outlook for the full year.

Revenue for the three months to the end of August rose 6.1 percent to 1.74 billion euros. Analysts polled by the company had expected 1.70 billion on average.

The group now expects operating profit of between 690 million and 710 million euros for the year, compared with an earlier forecast of 650 million to 680 million.

"People have rediscovered the herring," Chief Executive Sunniva Dahlgren said on a call with reporters. "We intend to be there when they tell their friends."

Net profit was 131 million euros after 118 million a year earlier. Net debt fell to 920 million euros.

Halvorsen will pay an interim dividend of 0.48 euros a share on Oct. 20. Its shares were up 4.4 percent in early Oslo trade.

The company, which employs 11,300 people in 14 countries, said it would spend 75 million euros on a smokehouse in Grimsby.`,
  },
  {
    outlet: 'harbour-gazette',
    file: 'halvorsen-grimsby-smokehouse',
    path: '/business/halvorsen-foods-to-build-64m-smokehouse-in-grimsby-as-profits-jump-8833270',
    event: 'halvorsen-results',
    title: 'Halvorsen Foods to build £64m smokehouse in Grimsby as profits jump',
    dek: 'Norwegian group promises 320 jobs on the Humber after a summer of herring',
    authors: ['Rory Pendleton-Shah'],
    published: '2025-09-18T09:26:48',
    section: 'Business',
    tags: ['Food industry', 'Grimsby'],
    image: 'grimsby-docks.jpg',
    captions: [
      {
        text: 'The fish docks at Grimsby, where the smokehouse is to open in 2027',
        credit: 'Imogen Thackeray',
      },
    ],
    body: `
Grimsby is to get its first new commercial smokehouse in 40 years after Halvorsen Foods said that it would spend €75m (£64m) in the town and take on 320 people.

The Norwegian group made the announcement as it reported a 12 per cent rise in quarterly operating profit, to €186m, on sales of €1.74bn. It also raised its forecast for the full year to between €690m and €710m.

“People have rediscovered the herring,” said Sunniva Dahlgren, the chief executive. “We intend to be there when they tell their friends.”

Chilled fish, which Halvorsen sells under the Nordhavn label, grew almost twice as fast as the rest of the business. British shoppers bought 9 per cent more kippers than a year ago, the company said, and many of them were under 35.

The smokehouse will stand on the site of a cold store that burnt down in 2016. Traditional kilns will be used alongside modern ones. “You can’t programme the smell,” said Neville Sturgess, who has smoked haddock on the docks since 1981 and has been asked to train the recruits.

Work begins in February. The first kippers are promised for the autumn of 2027.`,
  },
  {
    outlet: 'lakeside-tribune',
    file: 'halvorsen-foods-sheboygan',
    path: '/business/2025/09/18/halvorsen-foods-parent-of-sheboygan-plant-raises-forecast/',
    event: 'halvorsen-results',
    title: 'Halvorsen Foods, owner of Sheboygan cannery, raises its forecast',
    authors: ['Dale Kowalczyk'],
    published: '2025-09-18T08:51:39',
    section: 'Business',
    tags: ['Food industry', 'Sheboygan'],
    body: `
Halvorsen Foods, the Norwegian company that owns the cannery on Sheboygan's south side, said Thursday that its third-quarter operating profit rose 12% to 186 million euros, or about $219 million.

Sales were up 6.1% to 1.74 billion euros. The company raised its full-year profit forecast to as much as 710 million euros and set an interim dividend of 48 euro cents a share.

"People have rediscovered the herring," CEO Sunniva Dahlgren told reporters.

The results say little about the Sheboygan plant, which packs whitefish and employs 260. Plant manager Trudy Hasselblad said orders were steady and that a third shift, cut in 2022, could return next spring.

"Herring is having its moment," Hasselblad said. "We'd like to introduce folks to the whitefish while they're in the mood."

Halvorsen plans a new smokehouse in Grimsby, England. It announced no new spending in North America. The company has 11,300 employees in 14 countries.

The cannery opened in 1938 and was bought by Halvorsen in 2011. A fire in the boiler house closed it for five weeks last winter; the repairs, at $4 million, were finished in June.`,
  },
  {
    outlet: 'meridian-press',
    file: 'brightwater-retail-q3',
    path: '/wire/2025/09/18/brightwater-retail-q3-profit-falls-7-pct-cuts-outlook-MPA-4563',
    event: 'brightwater-results',
    title: 'Brightwater Retail Q3 profit falls 7 pct, cuts outlook',
    authors: ['Ingrid Paulsen-Daly'],
    agencies: ['Meridian Press Agency'],
    dateline: { raw: 'DUBLIN, Sept 18 (MPA) -', city: 'Dublin', country: 'IE' },
    published: '2025-09-18T08:31:27',
    section: 'Business',
    tags: ['results', 'retail', 'Ireland'],
    body: `
Irish retail group Brightwater Retail on Thursday reported a 7 percent fall in third-quarter operating profit to 94 million euros, hurt by weak sales of garden furniture, and cut its outlook for the full year.

Revenue for the three months to the end of August fell 2.3 percent to 1.12 billion euros. Analysts polled by the company had expected 1.16 billion on average.

The group now expects operating profit of between 340 million and 355 million euros for the year, compared with an earlier forecast of 370 million to 390 million.

"It rained on eleven of thirteen Saturdays," Chief Executive Fergal Ainsworth said on a call with reporters. "We have a great many parasols."

Net profit was 61 million euros after 70 million a year earlier. Net debt rose to 480 million euros.

Brightwater will pay an interim dividend of 0.11 euros a share on Oct. 27. Its shares were down 6.2 percent in early Dublin trade.

The company, which employs 8,900 people in three countries, said it would close four garden centres in Ulster.`,
  },
]
