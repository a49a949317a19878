import {
  blockTags,
  closedByBlock,
  formattingTags,
  headTags,
  indexedTags,
  rawTags,
  scopeBarriers,
  silentTags,
  specialTags,
  voidTags,
} from './tags.ts'

/** What the name of an element or attribute says, as bits of `kinds[id]`. */
export const VOID = 1 << 0
export const SPECIAL = 1 << 1
export const ENDS_PARAGRAPH = 1 << 2
export const SCOPE = 1 << 3
export const HEAD = 1 << 4
export const RAW = 1 << 5
export const BLOCK = 1 << 6
export const SILENT = 1 << 7
export const FORMATTING = 1 << 8
export const INDEXED = 1 << 9
export const HEADING = 1 << 10
/** A name with a hyphen: an element of somebody's own. */
export const CUSTOM = 1 << 11
/** What an `<li>`, `<dd>` or `<dt>` does not look beyond for one to close. */
export const LIST_STOP = 1 << 12
/** What the end tag of an `<li>` does not reach across. */
export const LIST_SCOPE = 1 << 13
export const TERM = 1 << 14
export const CELL = 1 << 15
export const CELL_STOP = 1 << 16
export const TABLE_SECTION = 1 << 17
export const TABLE = 1 << 18
export const FOREIGN = 1 << 19
/** An attribute that nothing asks for. */
export const UNREAD = 1 << 20

/** The names met so far, in lower case; an id is a place in this list. Place 0 is nobody's. */
export const names: string[] = ['']
export const kinds: number[] = [0]
/** What an end tag may not reach across, as bits of `kinds`. */
export const barriers: number[] = [0]

let slots = new Int32Array(4096)
/** How many are built in. */
let known = 0
/** Pages bring names of their own; past this many all but the built-in ones are forgotten. */
const MAX_NAMES = 6_000

/** Names that differ only after this many characters are one. */
const MAX_LENGTH = 64

/** The id of the name that stands at a place of the page, without making a string of it unless it is new. */
export function nameId(codes: Uint16Array, start: number, stop: number, source: string): number {
  const end = Math.min(stop, start + MAX_LENGTH)
  let hash = end - start
  for (let i = start; i < end; i++) {
    let c = codes[i]!
    if (c - 65 <= 25 && c >= 65) c += 32
    else if (c > 127) return idOf(detached(source.slice(start, end).toLowerCase()))
    hash = Math.imul(hash ^ c, 0x01000193)
  }
  const mask = slots.length - 1
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    const id = slots[slot]!
    if (id === 0) return idOf(detached(source.slice(start, end).toLowerCase()))
    const name = names[id]!
    if (name.length !== end - start) continue
    let i = 0
    while (i < name.length) {
      let c = codes[start + i]!
      if (c - 65 <= 25 && c >= 65) c += 32
      if (c !== name.charCodeAt(i)) break
      i++
    }
    if (i === name.length) return id
  }
}

/** The id of a name in lower case. */
export function idOf(name: string): number {
  const mask = slots.length - 1
  let slot = hashOf(name) & mask
  for (; slots[slot] !== 0; slot = (slot + 1) & mask) if (names[slots[slot]!] === name) return slots[slot]!
  const id = names.length
  slots[slot] = id
  names.push(name)
  kinds.push(kindOf(name))
  barriers.push(barrierOf(name))
  if (names.length * 2 > slots.length) rehash(slots.length * 2)
  return id
}

/** To be called between pages: keeps the table small whatever the pages bring. */
export function forgetNames(): void {
  // Other modules add the names that they ask for when they are loaded.
  if (known === 0) known = names.length
  if (names.length <= MAX_NAMES) return
  names.length = known
  kinds.length = known
  barriers.length = known
  rehash(4096)
}

function rehash(size: number): void {
  slots = new Int32Array(size)
  for (let id = 1; id < names.length; id++) {
    let slot = hashOf(names[id]!) & (size - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1)
    slots[slot] = id
  }
}

function hashOf(name: string): number {
  let hash = name.length
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash ^ (hash >>> 15)
}

/** A slice of the page would keep the page in memory. */
const detached = (name: string): string => Buffer.from(name, 'utf16le').toString('utf16le')

function kindOf(name: string): number {
  let kind = 0
  const set = (bit: number, is: boolean): void => {
    if (is) kind |= bit
  }
  set(VOID, voidTags.has(name))
  set(SPECIAL, specialTags.has(name))
  set(ENDS_PARAGRAPH, closedByBlock.has(name))
  set(SCOPE, scopeBarriers.has(name))
  set(HEAD, headTags.has(name))
  set(RAW, rawTags.has(name))
  set(BLOCK, blockTags.has(name))
  set(SILENT, silentTags.has(name))
  set(FORMATTING, formattingTags.has(name))
  set(INDEXED, indexedTags.has(name))
  set(HEADING, /^h[1-6]$/.test(name))
  set(CUSTOM, name.includes('-'))
  set(LIST_STOP, specialTags.has(name) && name !== 'address' && name !== 'div' && name !== 'p')
  set(LIST_SCOPE, scopeBarriers.has(name) || name === 'ul' || name === 'ol')
  set(TERM, name === 'dd' || name === 'dt')
  set(CELL, name === 'td' || name === 'th')
  set(CELL_STOP, name === 'tr' || name === 'table')
  set(TABLE_SECTION, name === 'tbody' || name === 'thead' || name === 'tfoot')
  set(TABLE, name === 'table')
  set(FOREIGN, name === 'svg' || name === 'math')
  set(UNREAD, unread.test(name))
  return kind
}

/** Event handlers, sizes, sources of pictures, labels for screen readers. */
const unread = /^(?:on.*|srcset|sizes|width|height|loading|target|tabindex|aria-.*|alt)$/

function barrierOf(name: string): number {
  if (name === 'table') return 0
  if (/^(?:tr|td|th|tbody|thead|tfoot)$/.test(name)) return TABLE
  if (name === 'li') return LIST_SCOPE
  return specialTags.has(name) || formattingTags.has(name) ? SCOPE : SPECIAL
}

for (const name of [
  ...voidTags,
  ...specialTags,
  ...formattingTags,
  ...blockTags,
  ...silentTags,
  ...'a b br dd dt em html i img label li nav p small span strong svg td th time tr u'.split(' '),
  ...'alt class content data-src datetime dir for height href id itemid itemprop itemscope itemtype lang name property rel role src srcset style target title type value width'.split(
    ' ',
  ),
])
  idOf(name)
