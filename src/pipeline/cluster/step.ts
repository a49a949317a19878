import { titleKey, titlePrint } from '../../core/copies/bare-title.ts'
import { fingerprint, textKey } from '../../core/copies/fingerprint.ts'
import { comparable } from '../../core/copies/similarity.ts'
import { done } from '../../core/record/outcome.ts'
import { idfOf } from '../../core/stories/idf.ts'
import { profileKeys } from '../../core/stories/profile/keys.ts'
import { profileOf } from '../../core/stories/profile/profile.ts'
import { roundUpSign } from '../../core/stories/round-up.ts'
import { digestText } from '../../core/text/digest.ts'
import type { Step } from '../step.ts'
import type { ClusterInput, ClusterKeys } from './item.ts'
import { loadForCluster, saveClustered } from './save.ts'

/**
 * extracted → clustered: is it the same text as another (a copy), and which event does it report (its story)? Both questions
 * are answered inside the transaction that stores the answer, with locks on what they compare. So any number of workers can
 * cluster at once. The work that needs no database, splitting the text into terms, is done before.
 */
export const clusterStep: Step<ClusterInput, ClusterKeys> = {
  load: loadForCluster,
  decide: async (_deps, input) => done(keysOf(input)),
  write: saveClustered,
}

const background = idfOf(new Map())

type KeyInput = Pick<ClusterInput, 'title' | 'body' | 'language' | 'language_is_stated' | 'kind'> &
  Partial<Pick<ClusterInput, 'outlet_id' | 'published_at'>>

/** Everything an article is found and compared by. */
export function keysOf(input: KeyInput): ClusterKeys {
  const digest = digestText(input.body ?? '')
  const print = fingerprint(digest)
  const profile = profileOf(
    { ...input, outlet: input.outlet_id ?? null, isLanguageStated: input.language_is_stated },
    background,
  )
  const title = titleKey(
    input.outlet_id ?? null,
    input.published_at?.toISOString().slice(0, 10) ?? null,
    input.title,
  )
  return {
    text: comparable(digest, input.title),
    words: digest.words.length,
    fingerprints: [
      ...new Set(print ? [...print.hashes, ...print.leadHashes] : []),
      ...(title === null ? [] : [titlePrint(title)]),
    ],
    textKey: textKey(digest, print),
    profile,
    keys: profileKeys(profile, background),
    roundUp: roundUpSign(input),
  }
}
