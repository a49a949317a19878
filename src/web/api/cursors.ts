import { z } from 'zod'
import type { MemberPlace, Place } from '../../queries/api.ts'

/** Cursors of lists: where a page ended. Clients give them back and do not need to understand them. */

export class BadRequest extends Error {}

const encoded = (place: string): string => Buffer.from(place).toString('base64url')
const decoded = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8')
const wrongCursor = () => new BadRequest('cursor: give back the "next" of the page before')

/** The cursor of a list by time. */
export const listCursor = (at: unknown, id: unknown): string => encoded(`${at} ${id}`)

/** @throws BadRequest for a cursor that we did not give */
export function listPlaceOf(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null
  const [at, id] = decoded(cursor).split(' ')
  const place = { at: at ?? '', id: Number(id) }
  if (!isInstant(place.at) || !Number.isSafeInteger(place.id)) throw wrongCursor()
  return place
}

/** The cursor of a story's articles. */
export const memberCursor = (place: MemberPlace): string => encoded(JSON.stringify(place))

/** @throws BadRequest for a cursor that we did not give */
export function memberPlaceOf(cursor: string | undefined): MemberPlace | null {
  if (cursor === undefined) return null
  try {
    return memberPlace.parse(JSON.parse(decoded(cursor)))
  } catch {
    throw wrongCursor()
  }
}

const MAX_SKIPPED = 1_000

/** How many search hits the pages before had. @throws BadRequest for a cursor that we did not give */
export function skippedOf(cursor: string | undefined): number {
  const skip = cursor === undefined ? 0 : Number(cursor)
  if (!Number.isInteger(skip) || skip < 0 || skip > MAX_SKIPPED) throw wrongCursor()
  return skip
}

/** Whether a text is a time that Postgres takes, as `to_char` writes it: no 30th of February, no year 0. */
function isInstant(text: string): boolean {
  const parts = /^(\d{4,6})-(\d\d)-(\d\d)(T\d\d:\d\d:\d\d\.\d{3})\d{3}Z$/.exec(text)
  if (!parts || Number(parts[1]) === 0) return false
  const date = new Date(`+${parts[1]!.padStart(6, '0')}-${parts[2]}-${parts[3]}${parts[4]}Z`)
  return date.getUTCDate() === Number(parts[3])
}

const memberPlace = z.tuple([
  z.int().positive(),
  z.boolean(),
  z.string().refine((text) => text === 'infinity' || isInstant(text)),
  z.int().positive(),
])
