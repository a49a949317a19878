/**
 * Decides, when an article arrives, of which stored article it is a copy. A group of copies has one original (`origin.ts`), and
 * every copy links directly to it. The repair pass (`groups.ts`) corrects the decision for articles that arrive later or at the
 * same moment.
 */
import { isBare, titlesSaySo } from './bare-title.ts'
import { EXCERPT, MIN_NAMES_TO_JOIN, STRONG } from './groups.ts'
import { type CopyFacts, type OriginReason, originOf } from './origin.ts'
import { COPY_POLICY, type CopyPolicy } from './policy.ts'
import { type ComparableText, mayShare, type Overlap, overlapOf } from './similarity.ts'
import { copyVerdict, leastShare } from './verdict.ts'

export interface CopyCandidate extends CopyFacts {
  /** The original of the candidate's group; the candidate itself when it is not a copy. */
  readonly original: CopyFacts
  readonly text: ComparableText
}

export interface CopyMatch {
  readonly id: number
  readonly originalId: number
  readonly overlap: Overlap
}

export interface CopyDecision {
  /** The original of the whole group from now on; the article's own id when it turned out to be the original. */
  readonly originalId: number
  /** Groups (by the id of their original until now) that belong to this one. */
  readonly groups: readonly number[]
  /** The verified candidates, the strongest first. */
  readonly matches: readonly CopyMatch[]
  readonly direction: 'copy' | 'original'
  /** Why this article is the original. */
  readonly reason: OriginReason
}

function joinsItsGroup(article: CopyFacts, candidate: CopyCandidate, overlap: Overlap): boolean {
  const isExcerpt = article.words < candidate.words && overlap.shareOfLonger < EXCERPT
  return overlap.share >= STRONG && !isExcerpt
}

/** How an article relates to the candidates. */
export interface CopyJudgment {
  /** Null when the article is not a copy, and not the original, of any of them. */
  readonly decision: CopyDecision | null
  /** Ids of the candidates with the same words and other facts: reports of two events made from one form. */
  readonly templated: readonly number[]
}

/** Decides whether `article` and any of `candidates` (found by shared fingerprint keys) are copies of one text. */
export function decideCopy(
  article: CopyFacts & { readonly text: ComparableText },
  candidates: readonly CopyCandidate[],
  policy: CopyPolicy = COPY_POLICY,
): CopyJudgment {
  const found: Found[] = []
  const templated: CopyCandidate[] = []
  const templates = new Map<number, number>()
  for (const candidate of candidates) {
    if (isBare(article) || isBare(candidate)) continue
    const sameOutlet = article.outlet !== null && article.outlet === candidate.outlet
    if (!mayShare(article.text, candidate.text, leastShare(sameOutlet, policy))) continue
    const ignored = sameOutlet ? boilerplateOf(article, candidate, candidates) : undefined
    const overlap = overlapOf(article.text, candidate.text, ignored)
    const verdict = copyVerdict(overlap, sameOutlet, policy)
    if (verdict === 'copy') found.push({ candidate, overlap })
    // The same words with other facts. Then an excerpt of that text, which is too short to decide, is not a match either.
    else if (verdict === 'templated' || verdict === 'shared_block') {
      if (verdict === 'templated') templated.push(candidate)
      templates.set(
        candidate.original.id,
        Math.max(templates.get(candidate.original.id) ?? 0, overlap.shared),
      )
    }
  }
  const decision = decideBareTitle(article, candidates) ?? decideAmong(article, found, templates)
  return { decision, templated: templated.map(({ id }) => id) }
}

interface Found {
  readonly candidate: CopyCandidate
  readonly overlap: Overlap
}

function decideAmong(
  article: CopyFacts & { readonly text: ComparableText },
  found: readonly Found[],
  templates: ReadonlyMap<number, number>,
): CopyDecision | null {
  const agreed = new Set(found.map(({ candidate }) => candidate.id))
  const verified = found.filter(
    ({ candidate, overlap }) =>
      (templates.get(candidate.original.id) ?? 0) < overlap.shared &&
      (overlap.share >= STRONG || agreed.has(candidate.original.id)),
  )
  if (verified.length === 0) return null
  verified.sort(
    (a, b) =>
      b.overlap.share - a.overlap.share ||
      b.overlap.shared - a.overlap.shared ||
      a.candidate.id - b.candidate.id,
  )
  const main = verified[0] as (typeof verified)[number]
  const groups = new Map<number, CopyFacts>([[main.candidate.original.id, main.candidate.original]])
  for (const { candidate, overlap } of verified)
    if (
      !groups.has(candidate.original.id) &&
      joinsItsGroup(article, candidate, overlap) &&
      speaksOfTheSame(main.candidate.text, candidate.text)
    )
      groups.set(candidate.original.id, candidate.original)
  const rivals = [...groups.values()]
  const origin = originOf([article, ...rivals])
  const { original } = origin
  const reason = origin.reasonOver(original.id === article.id ? rivals[0]! : article)
  return {
    originalId: original.id,
    groups: [...groups.keys()],
    matches: verified
      .filter(({ candidate }) => groups.has(candidate.original.id))
      .map(({ candidate, overlap }) => ({ id: candidate.id, originalId: candidate.original.id, overlap })),
    direction: original.id === article.id ? 'original' : 'copy',
    reason,
  }
}

/** A title alone joins one group; a text that comes after its bare title takes it in at the second look. */
function decideBareTitle(article: CopyFacts, candidates: readonly CopyCandidate[]): CopyDecision | null {
  const same = candidates.filter((candidate) => titlesSaySo(article, candidate))
  const target = same.find((candidate) => !isBare(candidate)) ?? same[0]
  if (!target || !isBare(article)) return null
  const origin = originOf([article, target.original])
  return {
    originalId: origin.original.id,
    groups: [target.original.id],
    matches: [],
    direction: origin.original.id === article.id ? 'original' : 'copy',
    reason: origin.reasonOver(origin.original.id === article.id ? target.original : article),
  }
}

function speaksOfTheSame(a: ComparableText, b: ComparableText): boolean {
  const overlap = overlapOf(a, b)
  return (overlap.names ?? 1) >= MIN_NAMES_TO_JOIN
}

/**
 * Shingles that the outlet has in three or more articles that are not copies of each other: its
 * boilerplate. The candidates are just those articles that share keys, so they are where to count.
 */
function boilerplateOf(
  article: CopyFacts & { readonly text: ComparableText },
  candidate: CopyCandidate,
  candidates: readonly CopyCandidate[],
): ReadonlySet<number> {
  const found = new Set<number>()
  for (const other of candidates) {
    if (other.outlet !== article.outlet || other.original.id === candidate.original.id) continue
    for (const hash of candidate.text.shingleSet)
      if (article.text.shingleSet.has(hash) && other.text.shingleSet.has(hash)) found.add(hash)
  }
  return found
}
