/**
 * Why an article is in its story, or counts as a copy, in words: one sentence a line. Takes what `story_links.reasons` and
 * `articles.copy_reasons` hold; an unknown key is shown as it is, not hidden.
 */
export function explainReasons(reasons: unknown): string[] {
  if (!reasons || typeof reasons !== 'object') return []
  const facts = reasons as Record<string, unknown>
  const lines = typeof facts.share === 'number' ? copyLines(facts) : storyLines(facts)
  const unknown = Object.entries(facts).flatMap(([name, value]) =>
    known.has(name) || isEmpty(value) ? [] : [`${name.replaceAll('_', ' ')}: ${inWords(value)}`],
  )
  return [...lines, ...unknown]
}

const known = new Set([
  'why',
  'like',
  'names',
  'terms',
  'numbers',
  'quotes',
  'scores',
  'runner_up',
  'against',
  'round_up',
  'probability',
  'share',
  'by_title',
  'share_of_original',
  'share_of_longer',
  'words_cut',
  'words_added',
  'cut',
  'added',
])

const choices: Readonly<Record<string, string>> = {
  named: 'The original is by whom others credit.',
  agency: 'The original is the agency’s own page.',
  text: 'The original has a text, and this is its headline alone.',
  credited: 'The original says that it is an agency’s text.',
  dateline: 'The original has the dateline.',
  earlier: 'The original was published earlier.',
  fuller: 'The original is the fuller text.',
  address_order: 'Nothing tells which of them is the original: the order of their addresses decides.',
}

function copyLines(facts: Readonly<Record<string, unknown>>): string[] {
  const like = typeof facts.like === 'number' ? `article ${facts.like}` : 'the original'
  const same = (['numbers', 'names'] as const).flatMap((name) =>
    typeof facts[name] === 'number' ? [`${percent(facts[name])} of its ${name}`] : [],
  )
  const part =
    typeof facts.share_of_original === 'number'
      ? `, and ${percent(facts.share_of_original)} of that stands in it`
      : ''
  const why = choices[String(facts.why)]
  if (facts.by_title === true)
    return [`Outlet, day and headline are those of ${like}.`, ...(why ? [why] : [])]
  return [
    `${percent(facts.share)} of its text stands in ${like}${part}.`,
    ...(same.length ? [`So do ${same.join(' and ')}.`] : []),
    ...changed('leaves out', facts.words_cut, facts.cut, 'of the original'),
    ...changed('adds', facts.words_added, facts.added, 'of its own'),
    ...(why ? [why] : []),
  ]
}

function changed(verb: string, count: unknown, paragraphs: unknown, of: string): string[] {
  if (typeof count !== 'number' || count === 0) return []
  const named = Array.isArray(paragraphs) && paragraphs.length ? ` (paragraph ${paragraphs.join(', ')})` : ''
  return [`It ${verb} ${count} ${count === 1 ? 'word' : 'words'} ${of}${named}.`]
}

const roundUps: Readonly<Record<string, string>> = {
  live_blog:
    'It is a live blog: it joins a story only where it follows that one event, and nothing joins through it.',
  headline: 'Its headline says that it tells of several events: it stands alone.',
  sections: 'Its sections have nothing in common: it stands alone.',
}

/** The features in the order in which a reader would check them. */
const features = [
  ['text', 'text'],
  ['title', 'headline'],
  ['lead', 'lead'],
  ['names', 'names'],
  ['numbers', 'numbers'],
] as const

function storyLines(facts: Readonly<Record<string, unknown>>): string[] {
  const lists = (
    [
      ['names', 'Names'],
      ['terms', 'Words'],
      ['numbers', 'Numbers'],
    ] as const
  ).flatMap(([key, name]) => {
    const shared = facts[key]
    return Array.isArray(shared) && shared.length
      ? [`${name} in common: ${shared.map(inWords).join(', ')}.`]
      : []
  })
  const quotes = typeof facts.quotes === 'number' && facts.quotes > 0 ? facts.quotes : 0
  return [
    ...verdict(facts),
    ...(roundUps[String(facts.round_up)] ? [roundUps[String(facts.round_up)]!] : []),
    ...lists,
    ...(quotes ? [`${quotes} ${quotes === 1 ? 'quote' : 'quotes'} in common.`] : []),
    ...likeness(facts.scores),
    ...againstIt(facts.against),
    ...runnerUp(facts.runner_up),
  ]
}

const objections = [
  ['no_shared_name', 'they share no name'],
  ['numbers', 'their first numbers are not the same'],
  ['counts', 'they count the same thing with different numbers'],
  ['dates', 'they name different dates'],
  ['same_form', 'they have the form in which the outlet writes such things'],
  ['templated', 'one has the words of the other with other facts'],
] as const

function againstIt(against: unknown): string[] {
  if (!against || typeof against !== 'object') return []
  const facts = against as Record<string, unknown>
  const names = Array.isArray(facts.names) ? facts.names.map(inWords) : []
  const parts = [
    ...(names.length ? [`only one of them has ${names.join(', ')}`] : []),
    ...objections.flatMap(([key, words]) => (facts[key] === true ? [words] : [])),
  ]
  return parts.length ? [`Against it: ${parts.join('; ')}.`] : []
}

function verdict(facts: Readonly<Record<string, unknown>>): string[] {
  const certainty = typeof facts.probability === 'number' ? percent(facts.probability) : null
  const like = typeof facts.like === 'number' ? `article ${facts.like}` : null
  switch (facts.why) {
    case 'joined':
      return [
        `It joined this story${certainty ? `: ${certainty} certain that it tells of the same event` : ''}${like ? `, most like ${like}` : ''}.`,
      ]
    case 'no_candidates':
      return ['Nothing like it was known: it began a story of its own.']
    case 'too_unlike':
      return [
        `The nearest story was too unlike${certainty ? ` (${certainty} certain)` : ''}${like ? `, with ${like} in it` : ''}: it began a story of its own.`,
      ]
    case 'no_copy':
      return ['It was taken for a copy at first, and is none.']
    case 'repaired':
      return [
        `The second look put it here${certainty ? `: ${certainty} certain that it tells of the same event` : ''}${like ? ` as ${like}` : ''}.`,
      ]
    case 'too_close_to_call':
      return ['Two stories were equally near: it began one of its own, for the second look to decide.']
    case undefined:
    case null:
      return []
    default:
      return [`Decided by: ${inWords(facts.why).replaceAll('_', ' ')}.`]
  }
}

function likeness(scores: unknown): string[] {
  if (!scores || typeof scores !== 'object') return []
  const facts = scores as Record<string, unknown>
  const parts = features.flatMap(([key, name]) =>
    typeof facts[key] === 'number' ? [`${name} ${percent(facts[key])}`] : [],
  )
  const days = facts.days
  const apart =
    typeof days === 'number'
      ? [`published ${days < 0.1 ? 'at about the same time' : `${tenth(days)} days apart`}`]
      : []
  return parts.length || apart.length ? [`Alike: ${[...parts, ...apart].join(', ')}.`] : []
}

function runnerUp(value: unknown): string[] {
  if (!value || typeof value !== 'object') return []
  const { storyId, probability } = value as { storyId?: unknown; probability?: unknown }
  if (typeof storyId !== 'number') return []
  return [
    `Next best: story ${storyId}${typeof probability === 'number' ? `, ${percent(probability)} certain` : ''}.`,
  ]
}

const percent = (share: unknown): string => {
  const hundredths = Number(share) * 100
  return hundredths > 0 && hundredths < 1 ? 'under 1 %' : `${Math.round(hundredths)} %`
}

const tenth = (number: number): string => String(Math.round(number * 10) / 10)

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && !value.length)

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2)
  if (value && typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${name.replaceAll('_', ' ')} ${inWords(part)}`)
      .join(', ')
  return String(value)
}
