// Loaded with `node --import`: removes the guard of the guarded transition, so that the oracle must find errors.
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
