// Loaded with `node --import`: takes the guard out of the guarded transition, so that the oracle has something to find.
// A check that cannot fail proves nothing.
import { registerHooks } from 'node:module'

const GUARD = 'where a.stage = r.stage'
const NO_GUARD = 'where true or a.stage = r.stage'
const LOCK = 'order by a.id for update of a'
const NO_LOCK = 'order by a.id'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/store/articles/transitions.ts')) return loaded
    const source = String(loaded.source)
    if (!source.includes(GUARD) || !source.includes(LOCK))
      throw new Error('the guarded transition is not written as expected any more')
    return { ...loaded, source: source.replace(GUARD, NO_GUARD).replace(LOCK, NO_LOCK) }
  },
})
