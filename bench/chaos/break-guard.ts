// Loaded with `node --import`: takes the guard out of the guarded transition, so that the oracle has something to find.
// A check that cannot fail proves nothing.
import { registerHooks } from 'node:module'
import { brokenGuard, patch } from './patched-lines.ts'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const source = patch(brokenGuard, url, String(loaded.source))
    return source === undefined ? loaded : { ...loaded, source }
  },
})
