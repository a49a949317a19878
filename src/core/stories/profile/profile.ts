/**
 * Makes the profile of an article, which is all that the story decision reads of it (story-profile.ts): the terms with the most
 * weight, the title as a sequence, hashes of the quotations, of the lines and of the form.
 */
import { possibleLanguages } from '../../text/language.ts'
import { chooseTerms } from './choose-terms.ts'
import { FORM_WORDS, formHashes } from './form.ts'
import { FNV_BASIS, hashOn } from './hash.ts'
import { headline } from './headline.ts'
import { storyLanguage } from './languages.ts'
import { compoundTerm, type IdfOf, lexiconOf, type Meaning, meaningOf, type TermCount } from './lexicon.ts'
import { keptParts, LABEL_PART, labelOf, MANY_PARTS, MIN_PART_WORDS, TITLE_PART } from './parts.ts'
import { printedDate } from './printed-date.ts'
import { quoteHashes } from './quotes.ts'
import { IS_NAME, type StoryProfile } from './story-profile.ts'
import { limitsIn, nameReader } from './syllables.ts'
import { type Form, type Forms, JOINED, OPENS } from './words/forms.ts'
import { formsOf } from './words/words.ts'

export interface StoryText {
  readonly title: string | null
  readonly body: string | null
  readonly language: string | null
  /** The page, the feed, the outlet or a person states the language; else it was read from the text. */
  readonly isLanguageStated?: boolean
  /** Any key that distinguishes outlets; null where it is not known. */
  readonly outlet?: string | number | null
}

export interface ProfilePolicy {
  readonly maxWords: number
  readonly leadWords: number
  readonly maxTerms: number
  readonly maxNumbers: number
  readonly maxQuotes: number
  readonly maxCounted: number
  /** How many words from the start are searched for a weekday that says when the event happened. */
  readonly weekdayWords: number
  readonly titleWeight: number
  readonly leadWeight: number
  /** Parts kept from the top and from the end of a text. */
  readonly firstParts: number
  readonly lastParts: number
  readonly maxFollowed: number
}

export const PROFILE_POLICY: ProfilePolicy = {
  maxWords: 900,
  leadWords: 60,
  maxTerms: 64,
  maxNumbers: 12,
  maxQuotes: 24,
  maxCounted: 12,
  weekdayWords: 150,
  titleWeight: 3,
  leadWeight: 1,
  firstParts: 3,
  lastParts: 10,
  maxFollowed: 16,
}

/** Characters of the body that may contain a date line. */
const HEAD = 200

export function profileOf(text: StoryText, idf: IdfOf, policy: ProfilePolicy = PROFILE_POLICY): StoryProfile {
  const given = storyLanguage(text.language)
  // A body shows its language clearly. If headlines were compared in two languages, as Spanish and Portuguese ones that share
  // half of their words, the resulting groups would be supported by neither language.
  if (given !== null && (text.body || text.isLanguageStated)) return profileIn(given, text, idf, policy)
  const possible = possibleLanguages(`${text.title ?? ''}\n${text.body ?? ''}`).map(
    (tag) => storyLanguage(tag) ?? 'und',
  )
  // A language that does not follow from the headline was given on purpose.
  if (given !== null && possible[0] !== given) return profileIn(given, text, idf, policy)
  const [first = 'und', ...others] = new Set(possible)
  return {
    ...profileIn(first, text, idf, policy),
    alternatives: others.map((language) => profileIn(language, text, idf, policy)),
  }
}

function profileIn(language: string, text: StoryText, idf: IdfOf, given: ProfilePolicy): StoryProfile {
  const policy = limitsIn(language, given)
  const lexicon = lexiconOf(language, idf)
  const counts: TermCount[] = []
  const years = new Set<number>()
  const counted = new Set<string>()
  let months = 0
  let weekdays = 0
  const countOf = (term: TermCount, part: number): TermCount => {
    if (term.text !== lexicon.texts) {
      term.text = lexicon.texts
      term.title = term.lead = term.body = term.name = term.lower = 0
      term.part = part
      counts.push(term)
    } else if (term.part !== part) term.part = MANY_PARTS
    return term
  }

  /** Dates and counts: what the neighbour of a number makes of it. */
  const readNumber = ({ forms, gaps }: Forms, at: number): void => {
    const [before, next] = [forms[at - 1], forms[at + 1]]
    const after = next && meaningOf(next, lexicon)
    let month = after?.month ?? -1
    if (month < 0 && before) month = meaningOf(before, lexicon).month
    if (month >= 0) months |= 1 << month
    else if (
      next?.kind === 'word' &&
      ((gaps[at + 1] as number) & JOINED) !== 0 &&
      next.key.length > 2 &&
      counted.size < policy.maxCounted
    ) {
      const number = (forms[at] as Form).key
      const term = /^(?:19|20)\d\d$/.test(number) ? null : (after as Meaning).term
      // Stored profiles separate counts by semicolons; Unicode takes `6;1` for one word.
      if (term?.key.includes(';') === false) counted.add(`${term.key} ${number}`)
    }
  }
  const names = nameReader(language)
  const countName = (name: string | null, part: number, place: 'title' | 'lead' | 'body'): void => {
    if (name === null) return
    const count = countOf(compoundTerm(name, lexicon), part)
    count.name++
    count[place]++
    if (place === 'lead') count.body++
  }
  const { label, rest } = labelOf(text.title === null ? '' : headline(text.title))
  const labelWords = label === '' ? NO_WORDS : formsOf(label, 60, language)
  const restWords = rest === '' ? NO_WORDS : formsOf(rest, 60, language)
  const titleWords: Forms = {
    forms: [...labelWords.forms, ...restWords.forms],
    gaps: [...labelWords.gaps, ...restWords.gaps],
  }
  const capitalsTell = !isTitleCase(titleWords)
  const title: string[] = []
  const parts = new Map<number, number>()
  const followed = new Map<TermCount, TermCount>()
  let hash = FNV_BASIS
  for (const [i, form] of titleWords.forms.entries()) {
    const meaning = meaningOf(form, lexicon)
    const part = i < labelWords.forms.length ? LABEL_PART : TITLE_PART
    if (capitalsTell) countName(names.next(form, titleWords.gaps[i] as number), part, 'title')
    if (part === LABEL_PART) hash = hashOn(hashOn(hash, ' '), form.key)
    if (form.kind === 'number') readNumber(titleWords, i)
    else weekdays |= meaning.weekday
    if (meaning.year !== 0) years.add(meaning.year)
    if (meaning.term === null) continue
    title.push(meaning.term.key)
    const count = countOf(meaning.term, part)
    count.title++
    if (capitalsTell && form.capital && ((titleWords.gaps[i] as number) & OPENS) === 0) count.name++
  }
  countName(names.end(), TITLE_PART, 'title')
  if (labelWords.forms.length > 0) parts.set(LABEL_PART, hashOn(hash, ':') | 0)
  const body = text.body ?? ''
  const bodyWords = formsOf(body, policy.maxWords, language)
  let part = TITLE_PART
  let partWords = 0
  let nameBefore: TermCount | null = null
  hash = FNV_BASIS
  for (let i = 0; i < bodyWords.forms.length; i++) {
    const form = bodyWords.forms[i] as Form
    const gap = bodyWords.gaps[i] as number
    countName(names.next(form, gap), part, i < policy.leadWords ? 'lead' : 'body')
    if ((gap & OPENS) !== 0) {
      if (partWords >= MIN_PART_WORDS) parts.set(part, hash | 0)
      // A piece of one or two words ("St.", "9.02:") belongs to the text after it.
      if (partWords >= MIN_PART_WORDS || i === 0) {
        part++
        partWords = 0
        hash = FNV_BASIS
      }
    }
    partWords++
    hash = hashOn(hashOn(hash, ' '), form.key)
    const meaning = meaningOf(form, lexicon)
    if (form.kind === 'number') readNumber(bodyWords, i)
    else if (i < policy.weekdayWords) weekdays |= meaning.weekday
    if (meaning.year !== 0) years.add(meaning.year)
    const isInner = form.capital && (gap & JOINED) !== 0
    const before: TermCount | null = nameBefore
    nameBefore = null
    if (meaning.term === null) continue
    const count = countOf(meaning.term, part)
    if (i < policy.leadWords) count.lead++
    count.body++
    if (form.capital) {
      if (isInner && before !== null && before !== count && !followed.has(before)) followed.set(before, count)
      nameBefore = count
      if ((gap & OPENS) === 0) count.name++
    } else count.lower++
  }
  countName(names.end(), part, 'body')
  if (partWords >= MIN_PART_WORDS) parts.set(part, hash | 0)

  const chosen = chooseTerms(counts, policy)
  const place = new Map(chosen.map(({ count }, i) => [count, i]))
  return {
    language,
    alternatives: [],
    bodyWords: bodyWords.forms.length,
    terms: chosen.map(({ key, weight, flags }) => ({ key, weight: Math.round(weight * 100) / 100, flags })),
    title,
    quotes: quoteHashes(body, policy.maxQuotes),
    years: [...years].slice(0, 6),
    months,
    weekdays,
    counted: [...counted],
    printedMs: printedDate(`${text.title ?? ''} ${body.slice(0, HEAD)}`),
    parts: keptParts(parts, part, chosen, policy),
    followed: [...followed]
      .flatMap(([name, next]): [number, number][] => {
        const [a, b] = [place.get(name), place.get(next)]
        const isName = (i: number | undefined): i is number =>
          i !== undefined && ((chosen[i]?.flags ?? 0) & IS_NAME) !== 0
        return isName(a) && isName(b) ? [[a, b]] : []
      })
      .slice(0, policy.maxFollowed),
    form:
      text.outlet == null
        ? []
        : formHashes(text.outlet, label, titleWords, firstForms(bodyWords, FORM_WORDS), capitalsTell),
  }
}

function firstForms({ forms, gaps }: Forms, count: number): Forms {
  return { forms: forms.slice(0, count), gaps: gaps.slice(0, count) }
}

const NO_WORDS: Forms = { forms: [], gaps: [] }

function isTitleCase({ forms, gaps }: Forms): boolean {
  let long = 0
  let capital = 0
  for (const [i, form] of forms.entries())
    if (((gaps[i] as number) & OPENS) === 0 && form.kind === 'word' && form.raw.length > 3) {
      long++
      if (form.capital) capital++
    }
  return long > 0 && capital / long > 0.6
}
