import { done } from '../core/outcome.ts'
import { type ClusterInput, loadForCluster, saveClustered } from '../store/clustered.ts'
import type { Step } from './step.ts'

/**
 * extracted → clustered: is it the same text as another (a copy), and which event does it tell of (its story)? Both
 * questions are answered inside the transaction that stores the answer, under locks on what they look at: so any
 * number of workers can cluster at once.
 */
export const clusterStep: Step<ClusterInput, null> = {
  load: loadForCluster,
  decide: async () => done(null),
  write: saveClustered,
}
