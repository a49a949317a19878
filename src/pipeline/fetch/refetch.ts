import { transaction } from '../../adapters/postgres/db.ts'
import { type RefetchState, refetchStates } from '../../queries/reading.ts'
import { lookAgainNow } from '../../store/articles/fetched.ts'
import { sendBack } from '../../store/operations/replays.ts'
import type { Deps } from '../deps.ts'

export interface Refetch {
  /** Articles that are due to be fetched again now. */
  readonly due: readonly number[]
  /** Articles that cannot be fetched again, each with the reason as the end of a sentence. */
  readonly refused: readonly { readonly id: number; readonly why: string }[]
}

/**
 * Fetches articles again in the scheduler's next round. An article that has a text keeps it, whatever the result. One that
 * was dropped or failed before it had a text is fetched as if for the first time.
 */
export async function refetch(deps: Pick<Deps, 'pool'>, ids: readonly number[]): Promise<Refetch> {
  const states = await refetchStates(deps.pool, [...new Set(ids)])
  const refused = states.flatMap((state) => {
    const why = refusal(state)
    return why ? [{ id: state.id, why }] : []
  })
  const good = states.filter((state) => refusal(state) === null)
  const ended = good.filter(({ stage }) => stage === 'dropped' || stage === 'failed')
  await transaction(deps.pool, async (tx) => {
    await sendBack(
      tx,
      ended.map(({ id }) => id),
      'discovered',
    )
    await lookAgainNow(
      tx,
      good.map(({ id }) => id),
    )
  })
  return { due: good.map(({ id }) => id), refused }
}

function refusal({ url, reason, stage }: RefetchState): string | null {
  if (reason === 'removed') return 'was taken down, and is not fetched again'
  if (reason === 'same_as_known' && stage === 'dropped') return 'is another article under a second address'
  return url === null ? 'has no address to look at' : null
}
