/** Tag names by what they do to the flow of text (HTML Living Standard, 13.1–13.2). */
const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Elements that start and end a block of text. */
export const blockTags = set(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul caption optgroup html #root',
)

/** Elements whose text is never part of an article. */
const silentTags = set(
  'script style noscript template svg math iframe object embed applet audio video canvas select option datalist button textarea input head map noembed noframes title progress meter dialog',
)

/** Elements that are searched by their tag: for metadata, and to count a page's form fields. */
const indexedTags = set('meta link title h1 h2 script time base html body a input select textarea button')

const headingTags = set('h1 h2 h3 h4 h5 h6')

/** What the name of an element says, as bits of `Tag.kind`. */
export const BLOCK = 1 << 0
export const SILENT = 1 << 1
export const INDEXED = 1 << 2
export const HEADING = 1 << 3
/** A name with a hyphen: a custom element. */
export const CUSTOM = 1 << 4
/** Text of a programming language, not of HTML: character references in it are not decoded. */
export const CODE = 1 << 5

/** Elements whose name says none of this, but which most pages contain. */
const otherTags = set(
  'head span b strong i em u s small sub sup br wbr img picture source cite q mark abbr font label ins del use path g rect circle amp-img',
)

const kinds: Record<string, number> = {}
for (const name of [...blockTags, ...silentTags, ...indexedTags, ...headingTags, ...otherTags]) {
  let kind = 0
  if (blockTags.has(name)) kind |= BLOCK
  if (silentTags.has(name)) kind |= SILENT
  if (indexedTags.has(name)) kind |= INDEXED
  if (headingTags.has(name)) kind |= HEADING
  if (name === 'script' || name === 'style') kind |= CODE
  if (name.includes('-')) kind |= CUSTOM
  kinds[name] = kind
}

export interface Tag {
  readonly name: string
  readonly kind: number
}

/** Keys of an object are the very strings that names in the code are: comparing them compares addresses, not letters. */
const tags: ReadonlyMap<string, Tag> = new Map(
  Object.entries(kinds).map(([name, kind]) => [name, { name, kind }]),
)

/** The tag of a name in lower case, with its bits. Elements of one known name share one string. */
export const tagOf = (name: string): Tag => tags.get(name) ?? { name, kind: name.includes('-') ? CUSTOM : 0 }
