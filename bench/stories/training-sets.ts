/** The sets that the story models learn from, and which of them are one family of sources. */
import { madeUpForms } from './made-up-forms.ts'
import { readStorySet, type StorySet, storySet, type Variant } from './story-set.ts'

/** Sets of look-alike events whose texts carry no date: learned from with everything in one week as well. */
const UNDATED = new Set(['fnc1', 'ecbplus', 'wikinews'])
/** Never as titles alone: made of the same events as another set, or too small. */
const WITH_BODIES_ONLY = new Set(['local_alone', 'vietnamese'])
/** Windows of made-up articles a kind. */
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
