/** The sets that the story models are trained on, and which of them belong to one family of sources. */
import { madeUpForms } from './made-up-forms.ts'
import { readStorySet, type StorySet, storySet, type Variant } from './story-set.ts'

/** Sets of similar events whose texts contain no date: also used for training with all dates in one week. */
const UNDATED = new Set(['fnc1', 'ecbplus', 'wikinews'])
/** Never used as titles alone: they have the same events as another set, or are too small. */
const WITH_BODIES_ONLY = new Set(['local_alone', 'vietnamese'])
/** Windows of invented articles for each kind. */
const WINDOWS = 30

export const TRAINING_SETS = [
  'allsides',
  'fnc1',
  'ecbplus',
  'basil',
  'wikinews',
  'local',
  'local_alone',
  'vietnamese',
  'forms',
]

/** Sets of one source are held out together. */
export function familyOf(name: string): string {
  return name === 'local_alone' ? 'local' : name
}

export function loadTrainingSet(data: string, name: string, cache: string | null): StorySet[] {
  if (name === 'forms') return [storySet(name, madeUpForms(WINDOWS), 'full', cache, false)]
  const load = (variant: Variant): StorySet =>
    storySet(name, readStorySet(data, name, variant), variant, cache)
  return [
    load('full'),
    ...(WITH_BODIES_ONLY.has(name) ? [] : [load('titles')]),
    ...(UNDATED.has(name) ? [load('one_week')] : []),
  ]
}
