import anyAscii from 'any-ascii'

const MAX_SLUG = 80
/** UTF-16 units of an outlet's name. */
export const MAX_OUTLET_NAME = 300

/**
 * Two names with equal keys are one outlet: the key is blind to case, blanks and punctuation, and to nothing else. A sign
 * such as the plus of "Canal+" is part of a name.
 */
export function nameKey(name: string): string {
  const plain = name
    .normalize('NFC')
    // the capitals first: ß and SS, ς and σ are one letter in two cases
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
  // blanks, punctuation, and the characters that show nothing (joiners, direction marks, variation selectors)
  return plain.replace(/(?:[\s\p{P}\p{Cf}\p{Cc}|^`~]|\ufe0e|\ufe0f)+/gu, '') || plain.trim()
}

/**
 * A short name for addresses and commands: lower-case ASCII letters, digits and single dashes. Other scripts are
 * transliterated. Not unique: two names may give one slug. Never empty.
 */
export function slugOf(name: string): string {
  const latin = anyAscii(
    name
      .replaceAll('+', ' plus ')
      // any-ascii writes a syllable for each Chinese character without anything between
      .replace(/\p{Script=Han}/gu, ' $& ')
      .normalize('NFC'),
  )
  const slug = latin
    .toLowerCase()
    // O'Brien is one word
    .replace(/(?<=[a-z])['`’](?=[a-z])/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_SLUG)
    .replace(/-+$/, '')
  return slug || 'outlet'
}

/** `slug` with a number behind it, still within the length of a slug. */
export function numberedSlug(slug: string, number: number): string {
  if (number < 2) return slug
  const suffix = `-${number}`
  return `${slug.slice(0, MAX_SLUG - suffix.length).replace(/-+$/, '')}${suffix}`
}

/** Whether `slug` was made of `name`, as against one that a person chose. */
export function isMadeSlug(slug: string, name: string): boolean {
  const made = slugOf(name)
  if (slug === made) return true
  const number = Number(/-(\d+)$/.exec(slug)?.[1] ?? 0)
  return number >= 2 && slug === numberedSlug(made, number)
}
