import { parseDate as readDate } from '../core/dates/parse.ts'
import { parseByline as readByline } from '../core/people/byline.ts'

export interface DateOptions {
  /** BCP 47: which month a name is, and whether days or months stand first. */
  readonly language?: string
  /** `feed`: the text is a date field; `page` (the default): the date may stand in a line of text. */
  readonly context?: 'feed' | 'page'
  /** IANA name or offset, for a text that names no zone; UTC without it. */
  readonly timezone?: string
  /** What relative dates ("2 hours ago") count from; without it they are not read. */
  readonly now?: Date
}

export interface ParsedDate {
  /** ISO 8601 in UTC, or null when the text holds no date. A bare day starts at its local midnight. */
  readonly instant: string | null
  readonly precision: 'second' | 'minute' | 'hour' | 'day' | null
  /** The day in the text's own zone, `2026-05-20`. */
  readonly local_date: string | null
}

/** Reads a date as news outlets write it, in any of 84 languages. Never throws for what is in the text. */
export function parseDate(text: string, options: DateOptions = {}): ParsedDate {
  const { instant, precision, local_date } = readDate(asText(text, 'date'), options)
  return { instant, precision, local_date }
}

export interface BylineOptions {
  /** BCP 47. */
  readonly language?: string
}

export interface ParsedByline {
  /** Names of people, in the order and spelling of the byline. */
  readonly authors: readonly string[]
  /** Names of news agencies. */
  readonly agencies: readonly string[]
}

/** Takes a byline apart into people and agencies. Never throws for what is in the text. */
export function parseByline(text: string, options: BylineOptions = {}): ParsedByline {
  return readByline(asText(text, 'byline'), options)
}

function asText(value: string, what: string): string {
  if (typeof value !== 'string')
    throw new TypeError(`newsloom: the ${what} must be a string, not ${typeof value}`)
  return value
}
