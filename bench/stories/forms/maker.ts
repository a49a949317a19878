/** Random choices, names and numbers for invented articles: the same seed gives the same articles. */
import { chance } from '../made-up.ts'

export interface Report {
  /** The number of the outlet, among those of the window. */
  readonly outlet: number
  readonly title: string
  readonly body: string
  /** Hours after the first morning of the window. */
  readonly hour: number
}

/** Reports of one event. */
export type Instance = readonly Report[]

/** A kind of article that an outlet publishes regularly: several articles of the same form. */
export type Kind = (make: Maker) => Instance[]

export interface Maker {
  number(from: number, to: number): number
  one<T>(list: readonly T[]): T
  chance(percent: number): boolean
  place(): string
  surname(): string
  first(): string
  person(): string
  company(): string
  street(): string
  day(index: number): string
}

const FIRST =
  'Anna Bela Carl Dora Emil Fay Gus Hana Igor Jana Kurt Lena Mats Nora Omar Pia Quinn Rosa Sven Tess Udo Vera Wim Yara Zoe Alma Boris Clea Dirk Elsa'.split(
    ' ',
  )
const START = 'Bar Cal Dor El Fen Gar Hol Is Kel Lor Mar Nes Or Pel Quar Ros Sel Tor Ul Var Wen Yar'.split(
  ' ',
)
const MIDDLE = 'an en il o ar em u il a ist er'.split(' ')
const PLACE_END = 'ford ton burg wick mouth dale stead haven minster borough by field'.split(' ')
const NAME_END = 'sen ner man ski etti ova ley dal cott wright mann ez'.split(' ')
const COMPANY_END = [
  'Systems',
  'Foods',
  'Energy',
  'Motors',
  'Pharma',
  'Logistics',
  'Software',
  'Mining',
  'Textiles',
  'Air',
]
const STREETS = [
  'Mill Lane',
  'Quay Street',
  'High Street',
  'Station Road',
  'Park Avenue',
  'Canal Street',
  'Ninth Street',
  'Chapel Hill',
]
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export function createMaker(seed: number): Maker {
  const pick = chance(seed)
  for (let i = 0; i < 5; i++) pick(7)
  const one = <T>(list: readonly T[]): T => list[pick(list.length)]!
  const made = (ends: readonly string[]): string => one(START) + one(MIDDLE) + one(ends)
  const first = (): string => one(FIRST)
  const surname = (): string => made(NAME_END)
  return {
    number: (from, to) => from + pick(to - from + 1),
    one,
    chance: (percent) => pick(100) < percent,
    place: () => made(PLACE_END),
    surname,
    first,
    person: () => `${first()} ${surname()}`,
    company: () => `${one(START)}${one(MIDDLE)}${one(['x', 'ra', 'do', 'tec', 'via'])} ${one(COMPANY_END)}`,
    street: () => one(STREETS),
    day: (index) => DAYS[index % 7]!,
  }
}

/** `count` different things. */
export function different<T>(count: number, make: () => T): T[] {
  const made = new Set<T>()
  for (let tries = 0; made.size < count && tries < count * 20; tries++) made.add(make())
  return [...made]
}

export function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}
