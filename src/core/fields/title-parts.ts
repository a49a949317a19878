import { squeeze } from '../text/squeeze.ts'

const separators =
  /\s+[|–—\-»«:·•~/\\<>]+\s+|\s*[|｜•]\s*|\s+»\s*|\s+::\s+|[_＿]|(?<=[\u3040-\u9fff！？。”》])[-–—](?=[\u3040-\u9fff])|(?<=[\u3040-\u9fff」])[:：](?=\w)|\s[-–—]|[-–—]\s/u

export function splitTitle(raw: string): { text: string; start: number; end: number }[] {
  const out: { text: string; start: number; end: number }[] = []
  const splitter = new RegExp(separators.source, 'gu')
  let start = 0
  for (const match of raw.matchAll(splitter)) {
    if (match.index > start) out.push({ text: raw.slice(start, match.index), start, end: match.index })
    start = match.index + match[0].length
  }
  if (start < raw.length) out.push({ text: raw.slice(start), start, end: raw.length })
  return out
}

/** Cuts the site's name and section off either end: by name, or because another source ends there. */
export function withoutSite(
  raw: string,
  names: ReadonlySet<string>,
  exact: ReadonlySet<string>,
  prose: boolean,
): string {
  const pieces = splitTitle(raw)
  if (pieces.length < 2) return withoutPrefix(raw, names)
  // The longest run of pieces that another source gives as a whole.
  for (let length = pieces.length - 1; length > 0; length--)
    for (let from = 0; from + length <= pieces.length; from++) {
      const text = raw.slice(pieces[from]!.start, pieces[from + length - 1]!.end)
      if (squeeze(text).length > 8 && exact.has(squeeze(text))) return text
    }
  let from = 0
  let to = pieces.length - 1
  const isName = (piece: { text: string }): boolean => isNameLike(piece.text, names)
  let named = false
  while (to > from && isName(pieces[to]!)) {
    to--
    named = true
  }
  while (from < to && isName(pieces[from]!)) {
    from++
    named = true
  }
  if (!named && raw.includes('|') && to > from) {
    const head = raw.slice(0, raw.indexOf('|')).trim()
    if (head.length > 20) return head
  }
  // A section of one or two words set off from the headline as the site's name is.
  if (named)
    while (
      to > from &&
      gapOf(raw, pieces, to - 1) === gapOf(raw, pieces, to < pieces.length - 1 ? to : from - 1) &&
      pieces[to]!.text.split(' ').length <= 2 &&
      pieces[to]!.text.length < 0.35 * (pieces[to - 1]!.end - pieces[from]!.start)
    )
      to--
  // Short pieces after a long one: section and site.
  if (!named && !prose)
    while (
      to > from &&
      pieces[to]!.text.length <= 30 &&
      pieces[to]!.text.length < 0.45 * (pieces[to - 1]!.end - pieces[from]!.start)
    )
      to--
  return raw.slice(pieces[from]!.start, pieces[to]!.end).replace(/^[»|]\s+/, '')
}

/** `Harbour Blog: Boats are back`, where the site is called Harbour. */
function withoutPrefix(raw: string, names: ReadonlySet<string>): string {
  const colon = raw.indexOf(': ')
  return colon > 3 && raw.length > 2 * colon && isNameLike(raw.slice(0, colon), names)
    ? raw.slice(colon + 2).trim()
    : raw
}

/** The site's name, a part of it, or it and a word more. */
function isNameLike(text: string, names: ReadonlySet<string>): boolean {
  const own = squeeze(text)
  if (own === '') return true
  for (const name of names)
    if (
      own === name ||
      (own.length > 3 && name.includes(own)) ||
      (name.length > 4 && own.includes(name) && own.length < name.length + 14)
    )
      return true
  return false
}

/** Separators between two pieces of a title. */
function gapOf(raw: string, pieces: readonly { start: number; end: number }[], after: number): string {
  return raw.slice(pieces[after]?.end ?? 0, pieces[after + 1]?.start ?? 0).trim()
}

/** A headline that contains another source's whole title and little more (a date, the site's name) is that title. */
export function coreOf(heading: string, found: readonly { source: string; raw: string }[]): string {
  const own = squeeze(heading)
  // A kicker that is a title of its own (`og:title`, say) set into the same element as the headline.
  const told = (head: string): boolean =>
    head.length > 11 && found.some((c) => c.source !== 'h1' && squeeze(c.raw).startsWith(head))
  for (const { source, raw } of found) {
    if (source === 'h1' || source === 'h1_other') continue
    const whole = squeeze(raw)
    if (source === 'json_ld' && whole.length > 11 && own.endsWith(whole) && told(own.slice(0, -whole.length)))
      return raw
    const pieces = splitTitle(raw)
    for (let to = pieces.length; to > 0; to--) {
      const text = raw.slice(pieces[0]!.start, pieces[to - 1]!.end)
      const key = squeeze(text)
      if (key.length < own.length * 0.6 || key.length < 12 || key === own) continue
      if (
        own.endsWith(key) &&
        (source === 'json_ld' || /\d{4}/.test(heading.slice(0, heading.length - text.length)))
      )
        return text
    }
  }
  const pieces = splitTitle(heading)
  for (const piece of pieces)
    if (
      pieces.length > 1 &&
      found.some((c) => c.source === 'json_ld' && squeeze(c.raw) === squeeze(piece.text))
    )
      return piece.text
  return heading
}

export const wordsIn = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((word) => all.has(word))

/** Words, or pairs of characters where a script has no word spaces. */
export function wordsOf(text: string): Set<string> {
  const out = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (/[\u0e00-\u0e7f\u3040-\u9fff]/.test(word))
      for (let i = 0; i + 1 < word.length; i++) out.add(word.slice(i, i + 2))
    else out.add(word)
  }
  return out
}

/**
 * Among the same words, best source first: not in capitals where another source has them in mixed case, nor with signs
 * that a character set could not hold (`Don?t`).
 */
export function bestSpelled<Spelling extends { readonly text: string }>(
  inOrder: readonly Spelling[],
): Spelling {
  const whole = inOrder.filter(({ text }) => !/\ufffd|\p{L}\?\p{L}/u.test(text))
  return whole.find(({ text }) => !inCapitals(text)) ?? whole[0] ?? inOrder[0]!
}

function inCapitals(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  return letters.length > 8 && text === text.toUpperCase() && text !== text.toLowerCase()
}
