import type { PageElement } from '../dom.ts'

/** Classes by which frameworks hide an element from those who see the page, or from all. */
const hidingClasses: ReadonlySet<string> = new Set(
  'visually-hidden visuallyhidden visually_hidden u-visually-hidden is-visually-hidden sr-only sronly show-for-sr screen-reader-text screen-reader-only screenreader-only screen-reader screenreader element-invisible w-condition-invisible hidden is-hidden u-hidden d-none display-none uk-hidden hide-element'.split(
    ' ',
  ),
)
const mayHide = /hidden|sr|reader|invisible|none|hide/
/** Hidden on small screens only: `hidden md:block`, `d-none d-lg-flex`. */
const shownAgain =
  /(?:^|\s)(?:(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|table|contents|not-sr-only)|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline|table))/

/** Whether an element's own attributes hide it. */
export function isHidden({ attribs: { style, hidden } }: PageElement): boolean {
  if (hidden !== undefined && hidden !== 'false' && hidden !== 'until-found') return true
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)
}

/**
 * Whether a class hides it, as far as this can be known without the style sheet. Scripts remove such classes.
 * @param seen the results for the page's `class` values so far; a page repeats few of them many times
 */
export function isHiddenByClass({ attribs }: PageElement, seen: Map<string, boolean>): boolean {
  const names = attribs.class
  if (names === undefined) return false
  let hides = seen.get(names)
  if (hides === undefined) {
    hides = namesHide(names)
    seen.set(names, hides)
  }
  return hides
}

function namesHide(names: string): boolean {
  if (!mayHide.test(names)) return false
  return names.split(/\s+/).some((name) => hidingClasses.has(name.toLowerCase())) && !shownAgain.test(names)
}
