/**
 * What two articles have in common, as numbers: the evidence that the learned join weighs, and that
 * `story_links` keeps for people to read.
 */
import { isSameForm } from '../profile/form.ts'
import { IN_LEAD, IN_TITLE, IS_NAME, IS_NUMBER } from '../profile/story-profile.ts'
import type { PairFacts } from './facts.ts'
import { FIRST_NAMES, type Prepared, type SortedTerms, TOP_NAMES, type Weighed } from './prepared.ts'

/** Places of the terms that both have, `a`'s times 65536 and `b`'s, in the order of `a`: sums come out the same. */
function sharedTerms(a: SortedTerms, b: SortedTerms): number[] {
  const shared: number[] = []
  let j = 0
  for (let i = 0; i < a.hashes.length; i++) {
    const hash = a.hashes[i] as number
    while (j < b.hashes.length && (b.hashes[j] as number) < hash) j++
    // Other terms with the same hash may be in between.
    for (let k = j; k < b.hashes.length && b.hashes[k] === hash; k++) {
      const [mine, its] = [a.places[i] as number, b.places[k] as number]
      if (a.keys[mine] === b.keys[its]) shared.push(mine * 65536 + its)
    }
  }
  return shared.sort((x, y) => x - y)
}

/** What the two have in common, in a language that both are, or could be, in. */
export function compare(x: Prepared, y: Prepared): PairFacts {
  const [a, b] = inOneLanguage(x, y)
  const [small, large] = a.terms.size <= b.terms.size ? [a, b] : [b, a]
  let dot = 0
  let nameDot = 0
  let leadDot = 0
  let actionDot = 0
  let leadActionDot = 0
  let titleDot = 0
  let smallTitleIn = 0
  let largeTitleIn = 0
  let smallTitleActions = 0
  let largeTitleActions = 0
  let numberIdf = 0
  let sharedNumbers = 0
  let [smallFirst, smallTop, largeFirst, largeTop] = [0, 0, 0, 0]
  let [r1, r2, r3] = [0, 0, 0]
  let sharedNames = 0
  let rarestName = 0
  let topShared = 0
  let rarestNumber = 0
  for (const places of sharedTerms(small.sorted, large.sorted)) {
    const x = small.sorted.weighed[places >>> 16] as Weighed
    const y = large.sorted.weighed[places & 0xffff] as Weighed
    if (x.flags & IS_NUMBER) {
      numberIdf += x.idf
      sharedNumbers++
      if (x.flags & TOP && y.flags & TOP) {
        topShared++
        if (x.idf > rarestNumber) rarestNumber = x.idf
      }
      continue
    }
    if (
      (x.flags | y.flags) & IS_NAME &&
      !isOtherPerson(small.sorted.keys[places >>> 16] as string, small, large)
    ) {
      sharedNames++
      if (x.idf > rarestName) rarestName = x.idf
    }
    dot += x.value * y.value
    if (x.rank < FIRST_NAMES) {
      smallFirst += x.value
      if (x.rank < TOP_NAMES) smallTop += x.value
    }
    if (y.rank < FIRST_NAMES) {
      largeFirst += y.value
      if (y.rank < TOP_NAMES) largeTop += y.value
    }
    const names = x.flags & y.flags & IS_NAME
    if (names) nameDot += x.value * y.value
    else actionDot += x.value * y.value
    if (x.flags & (IN_LEAD | IN_TITLE) && y.flags & (IN_LEAD | IN_TITLE)) {
      leadDot += x.idf * y.idf
      if (!names) leadActionDot += x.idf * y.idf
    }
    if (x.flags & IN_TITLE) {
      smallTitleIn += x.idf
      if ((x.flags & IS_NAME) === 0) smallTitleActions += x.idf
    }
    if (y.flags & IN_TITLE) {
      largeTitleIn += y.idf
      if ((y.flags & IS_NAME) === 0) largeTitleActions += y.idf
    }
    if (x.flags & y.flags & IN_TITLE) titleDot += x.idf * y.idf
    if (x.idf > r3) {
      if (x.idf > r1) [r1, r2, r3] = [x.idf, r1, r2]
      else if (x.idf > r2) [r2, r3] = [x.idf, r2]
      else r3 = x.idf
    }
  }
  const [fewerSounds, moreSounds] = small.sounds.size <= large.sounds.size ? [small, large] : [large, small]
  for (const [sound, key] of fewerSounds.sounds) {
    const other = moreSounds.sounds.get(sound)
    if (other === undefined || other === key || moreSounds.terms.has(key) || fewerSounds.terms.has(other))
      continue
    const [x, y] = [fewerSounds.terms.get(key) as Weighed, moreSounds.terms.get(other) as Weighed]
    sharedNames++
    const idf = Math.min(x.idf, y.idf)
    if (idf > rarestName) rarestName = idf
    dot += x.value * y.value
    nameDot += x.value * y.value
    if (x.flags & TOP && y.flags & TOP) leadDot += x.idf * y.idf
  }
  let phraseIdf = 0
  for (const [bigram, weight] of small.bigrams) if (large.bigrams.has(bigram)) phraseIdf += weight
  let quotes = 0
  const [fewer, more] = a.quotes.size <= b.quotes.size ? [a, b] : [b, a]
  for (const hash of fewer.quotes) if (more.quotes.has(hash)) quotes++
  let countedSame = 0
  let countedApart = 0
  for (const [what, numbers] of small.counted) {
    const others = large.counted.get(what)
    if (others === undefined) continue
    if (numbers.some((number) => others.includes(number))) countedSame++
    else countedApart++
  }
  const [topSmall, topLarge] = [known(smallTop, small.topNames), known(largeTop, large.topNames)]
  const [firstSmall, firstLarge] = [known(smallFirst, small.firstNames), known(largeFirst, large.firstNames)]
  const [smallMissing, largeMissing] = [
    nameMissing(small, large, small.titleNames),
    nameMissing(large, small, large.titleNames),
  ]
  const [smallLeadMissing, largeLeadMissing] = [
    nameMissing(small, large, small.leadNames),
    nameMissing(large, small, large.leadNames),
  ]
  const fewerTop = Math.min(a.topNumbers.size, b.topNumbers.size)
  const saidSmall = known(smallTitleActions, small.titleActionIdf)
  const saidLarge = known(largeTitleActions, large.titleActionIdf)
  const inSmall = share(smallTitleIn, small.titleIdf)
  const inLarge = share(largeTitleIn, large.titleIdf)
  const days =
    a.publishedMs === null || b.publishedMs === null
      ? null
      : Math.abs(a.publishedMs - b.publishedMs) / 86_400_000
  return {
    text: share(dot, a.norm * b.norm),
    title: share(titleDot, a.titleNorm * b.titleNorm),
    lead: share(leadDot, a.leadNorm * b.leadNorm),
    phrase: share(2 * phraseIdf, a.bigramIdf + b.bigramIdf),
    titleInBest: Math.max(inSmall, inLarge),
    titleInWorst: Math.min(inSmall, inLarge),
    names: share(nameDot, a.nameNorm * b.nameNorm),
    actions: Math.min(1, share(actionDot, a.actionNorm * b.actionNorm)),
    leadActions: Math.min(1, share(leadActionDot, a.leadActionNorm * b.leadActionNorm)),
    rare: r1 + r2 + r3,
    numbers: share(numberIdf, Math.min(a.numberIdf, b.numberIdf)),
    sharedNumbers,
    quotes,
    days,
    titleOnly: ((a.isBare ? 1 : 0) + (b.isBare ? 1 : 0)) as 0 | 1 | 2,
    yearsApart: yearsApart(a.profile.years, b.profile.years),
    monthsApart: bitsApart(a.profile.months, b.profile.months),
    weekdaysApart: bitsApart(a.profile.weekdays, b.profile.weekdays),
    topNamesBest: Math.max(topSmall, topLarge),
    topNamesWorst: Math.min(topSmall, topLarge),
    firstNamesBest: Math.max(firstSmall, firstLarge),
    firstNamesWorst: Math.min(firstSmall, firstLarge),
    nameMissingMost: Math.max(smallMissing, largeMissing),
    nameMissingLeast: Math.min(smallMissing, largeMissing),
    countedSame,
    countedApart,
    titleActionsBest: Math.max(saidSmall, saidLarge),
    titleActionsWorst: Math.min(saidSmall, saidLarge),
    shorter: Math.min(a.words, b.words),
    longer: Math.max(a.words, b.words),
    sharedNames,
    rarestName,
    fewerNames: Math.min(a.nameCount, b.nameCount),
    leadNameMissingMost: Math.max(smallLeadMissing, largeLeadMissing),
    leadNameMissingLeast: Math.min(smallLeadMissing, largeLeadMissing),
    leadNumbersApart: fewerTop > 0 && topShared === 0 ? 1 : 0,
    rarestNumber,
    leadNumbersShared: fewerTop > 0 ? topShared / fewerTop : 0,
    titleNumbersApart: areApart(a.titleNumbers, b.titleNumbers) ? 1 : 0,
    sameForm: isSameForm(a.profile.form, b.profile.form) ? 1 : 0,
  }
}

/** Share of the names that the other has; a half where there are no names. */
function known(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0.5
}

const TOP = IN_TITLE | IN_LEAD

function inOneLanguage(a: Prepared, b: Prepared): readonly [Prepared, Prepared] {
  if (a.profile.language === b.profile.language) return [a, b]
  const [otherA, otherB] = [a.alternatives.get(b.profile.language), b.alternatives.get(a.profile.language)]
  if (otherA) return [otherA, b]
  if (otherB) return [a, otherB]
  for (const [language, other] of a.alternatives) {
    const same = b.alternatives.get(language)
    if (same) return [other, same]
  }
  return [a, b]
}

/** One first name, and behind it a surname that is not the other's. */
function isOtherPerson(name: string, a: Prepared, b: Prepared): boolean {
  const [behindA, behindB] = [a.followed.get(name), b.followed.get(name)]
  if (behindA === undefined || behindB === undefined || behindA === behindB) return false
  if (a.terms.has(behindB) || b.terms.has(behindA)) return false
  const sound = a.soundsOfNames.get(behindA)
  return sound === undefined || sound !== b.soundsOfNames.get(behindB)
}

/** Whether both have some, but none in common. */
function areApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size === 0 || b.size === 0) return false
  for (const x of a) if (b.has(x)) return false
  return true
}

function nameMissing(of: Prepared, from: Prepared, names: readonly (readonly [string, number])[]): number {
  let most = 0
  for (const [name, idf] of names)
    if (idf > most && !from.terms.has(name)) {
      const sound = of.soundsOfNames.get(name)
      if (sound === undefined || !from.sounds.has(sound)) most = idf
    }
  return most
}

function bitsApart(a: number, b: number): -1 | 0 | 1 {
  if (a === 0 || b === 0) return 0
  return a & b ? -1 : 1
}

function yearsApart(a: readonly number[], b: readonly number[]): -1 | 0 | 1 {
  if (a.length === 0 || b.length === 0) return 0
  return a.some((year) => b.includes(year)) ? -1 : 1
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}
