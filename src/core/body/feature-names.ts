import { classKindNames } from '../page/classes/words.ts'
import { tagGroupNames } from './ancestors.ts'
import { blockPatternNames } from './patterns.ts'

/** How many blocks before and after a block have their numbers repeated in its row. */
export const neighbours = [-3, -2, -1, 1, 2, 3] as const

const kindFeatures = classKindNames.map((name) => `class_${name}`)
const tagFeatures = tagGroupNames.map((name) => `in_${name}`)
const patternFeatures = blockPatternNames.map((name) => `says_${name}`)
const boxFeatures = ['p', 'gp', 'ggp', 'gggp'].flatMap((level) =>
  ['size', 'links', 'blocks', 'prose_share', 'prose_count', 'images'].map((name) => `${level}_${name}`),
)
const neighborFeatures = neighbours.flatMap((at) =>
  ['size', 'links', 'tag', 'sentence'].map((name) => `n${at}_${name}`),
)
const ownFeatures = [
  'size',
  'words',
  'links',
  'link_count',
  'bold',
  'upper',
  'digits',
  'commas',
  'terminators',
  'quotes',
  'bars',
  'dense',
  'ends_sentence',
  'ends_colon',
  'starts_lower',
  'word_size',
  'tag',
  'hidden',
  'prose',
  'copies',
  'is_title',
  'in_description',
  'in_ld',
  'has_ld',
  'item_body',
] as const
const placeFeatures = [
  'at',
  'since_title',
  'since_h1',
  'weight',
  'weight_before',
  'weight_after',
  'prose_count_before',
  'prose_count_after',
  'in_region',
  'levels_to_region',
  'region_share',
  'region_at',
  'region_from_start',
  'region_to_end',
  'back_to_prose',
  'on_to_prose',
  'prose_near',
  'same_sig_prev',
  'same_sig_next',
  'same_box_prev',
  'same_box_next',
  'sig_share',
  'sig_count',
  'sig_links',
  'sig_mean',
  'box_lines',
  'page_dense',
  'up_to_title',
  'title_down',
  'title_share',
] as const

export const featureNames: readonly string[] = [
  ...ownFeatures,
  ...placeFeatures,
  ...patternFeatures,
  ...kindFeatures,
  ...tagFeatures,
  ...boxFeatures,
  ...neighborFeatures,
]
export const featureCount = featureNames.length
