// Loaded with `node --import` by the workers of one attack: some pages then kill the process that works on them, as a fault in
// native code would. A page that ends only a thread (out of memory, a hang) has its own outcome and needs no hook.
import { registerHooks } from 'node:module'
import { deadlyPages, patch } from './patched-lines.ts'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const source = patch(deadlyPages, url, String(loaded.source))
    return source === undefined ? loaded : { ...loaded, source }
  },
})
