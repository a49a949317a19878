/**
 * The headline proper: a title in pages and feeds often has the outlet's name or a section after a bar or a dash, which says
 * nothing about the event.
 */
import { MONTHS, WEEKDAYS } from './calendar.ts'
import { fold } from './words/fold.ts'

const BAR = /\s*[|¦»•·]\s*|\s+"\s+/
const DASH = /\s+[-–—]{1,2}\s+/
const ENTITY = /&(?:amp|quot|apos|lt|gt|nbsp|#0?39|#8217|#8216|#822[01]|#8211);/gi
const PLAIN: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#039;': "'",
  '&#8217;': '’',
  '&#8216;': '‘',
  '&#8220;': '“',
  '&#8221;': '”',
  '&#8211;': '–',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
}

/** Words that must stay, and words that a name behind the headline has at most. */
const MIN_KEPT = 4
const MAX_NAME = 5

export function headline(title: string): string {
  let text = title.replace(ENTITY, (entity) => PLAIN[entity.toLowerCase()] ?? ' ').trim()
  if (isDateLine(text)) return ''
  text = withoutNames(text, BAR)
  return withoutNames(text, DASH)
}

const DATE_WORD =
  /^(?:am|pm|a|p|m|gmt|utc|[ecmp][sd]t|ist|at|on|updated|posted|published|last|date|the|of|uhr|de|le|st|nd|rd|th)$/

/** `Posted: Nov 27, 2005 8:20 AM ET` is not a headline: numbers, months, weekdays and words that belong to a date. */
function isDateLine(text: string): boolean {
  const parts = text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((part) => part !== '')
  return (
    parts.some((part) => /^\d/.test(part)) &&
    parts.every((part) => {
      if (/^\d+(?:st|nd|rd|th|am|pm)?$/i.test(part)) return true
      const key = fold(part)
      return DATE_WORD.test(key) || key === 'et' || MONTHS.has(key) || WEEKDAYS.has(key)
    })
  )
}

/** Takes short parts off the end, then off the beginning, while the longest part stays. */
function withoutNames(text: string, divider: RegExp): string {
  const parts = text.split(divider).filter((part) => part !== '')
  if (parts.length < 2) return text
  const sizes = parts.map((part) => part.split(/\s+/).length)
  const longest = sizes.indexOf(Math.max(...sizes))
  if ((sizes[longest] as number) < MIN_KEPT) return text
  let end = parts.length
  while (end - 1 > longest && isName(parts[end - 1] as string, sizes[end - 1] as number)) end--
  let start = 0
  if (divider === BAR)
    while (start < longest && isName(parts[start] as string, sizes[start] as number)) start++
  return parts.slice(start, end).join(' – ')
}

/** Short, and every longer word of it capital: `The China Post, Taiwan`. Scripts without case count as names. */
function isName(part: string, size: number): boolean {
  if (size > MAX_NAME) return false
  return part.split(/\s+/).every((word) => word.length <= 3 || /\./.test(word) || !/^\p{Ll}/u.test(word))
}
