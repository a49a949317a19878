import { type Box, WHOLE_PAGE } from '../page/blocks.ts'
import { classKindNames } from '../page/classes/words.ts'

/** Tags for which the nearest ancestor is a feature, as groups. */
const tagGroups: readonly (readonly string[])[] = [
  ['nav', 'menu'],
  ['footer'],
  ['header', 'hgroup'],
  ['aside'],
  ['figure', 'figcaption'],
  ['td', 'th', 'table'],
  ['li', 'ul', 'ol', 'dl', 'dd'],
  ['form', 'fieldset', 'label'],
  ['blockquote'],
  ['article'],
  ['main'],
  ['section'],
]
export const tagGroupNames = [
  'nav',
  'footer',
  'header',
  'aside',
  'figure',
  'table',
  'list',
  'form',
  'blockquote',
  'article',
  'main',
  'section',
]

const tagGroupOf = new Map(tagGroups.flatMap((tags, i) => tags.map((tag) => [tag, i] as const)))
/** Farther up than this is as good as not at all. */
const NONE = 15

/** Numbers per box: class kinds, tag groups, `itemprop`. */
export const distanceCount = classKindNames.length + tagGroups.length + 1

function holdsAll(box: Box, boxes: readonly Box[]): boolean {
  return box.size > boxes[0]!.size * WHOLE_PAGE
}

/** For each box: steps up to the nearest ancestor of each class kind and tag group, then `itemprop`. */
export function ancestorDistances(boxes: readonly Box[]): Uint8Array {
  const kinds = classKindNames.length
  const width = distanceCount
  const out = new Uint8Array(boxes.length * width)
  for (let i = 0; i < boxes.length; i++) {
    const box = boxes[i]!
    const at = i * width
    if (box.parent < 0) out.fill(NONE, at, at + width)
    else {
      const up = box.parent * width
      for (let k = 0; k < width; k++) out[at + k] = Math.min(NONE, out[up + k]! + 1)
    }
    for (let mask = holdsAll(box, boxes) ? 0 : box.mask; mask !== 0; mask &= mask - 1)
      out[at + 31 - Math.clz32(mask & -mask)] = 0
    const group = tagGroupOf.get(box.element.name)
    if (group !== undefined) out[at + kinds + group] = 0
    if (/articlebody/i.test(box.element.attribs.itemprop ?? '')) out[at + width - 1] = 0
  }
  return out
}
