/** Names that come into a language by ear are spelled in several ways: Kharlamov, Harlamov, Charlamow. */

/** Fewer consonants than this are shared by too many names. */
const MIN_CONSONANTS = 4
const LATIN = /^[a-z]+$/

/** In order: the several spellings of one sound, by the letter that replaces them. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/tsch|tch|tj|cz/g, 'h'],
  [/shch|sch|sh|sz|sj/g, 's'],
  [/zh|dzh|dj/g, 'j'],
  [/kh|ch/g, 'h'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/gh/g, 'g'],
  [/ck|q|c/g, 'k'],
  [/ks/g, 'x'],
  [/w/g, 'v'],
  [/(?:ff)$/g, 'v'],
]

/** What the spellings of a name have in common; null for a name too short, or in a script of one spelling. */
export function soundOf(name: string): string | null {
  if (name.length <= MIN_CONSONANTS || !LATIN.test(name)) return null
  let sound = name
  for (const [letters, one] of SOUNDS) sound = sound.replace(letters, one)
  sound = sound.replace(/(?!^)[aeiouyj]/g, '').replace(/(.)\1+/g, '$1')
  return sound.replace(/[aeiouy]/g, '').length >= MIN_CONSONANTS ? sound : null
}
