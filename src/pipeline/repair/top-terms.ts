import { blendedIdf } from '../../core/stories/rarity.ts'
import { topTerms } from '../../core/stories/top-terms.ts'
import { loadTermSources, saveTopTerms, storiesOf } from '../../store/stories/story-terms.ts'
import type { Deps } from '../deps.ts'

const AT_ONCE = 500

/** Finds the words that distinguish the stories of these articles from others. */
export async function nameTopTerms(deps: Deps, articleIds: readonly number[]): Promise<void> {
  for (let i = 0; i < articleIds.length; i += AT_ONCE) {
    const ids = await storiesOf(deps.pool, articleIds.slice(i, i + AT_ONCE))
    const terms = new Map<number, string[]>()
    for (const [id, sources] of await loadTermSources(deps.pool, ids))
      terms.set(id, topTerms(sources, blendedIdf(sources[0]!.profile.language)))
    if (terms.size) await saveTopTerms(deps.pool, terms)
  }
}
