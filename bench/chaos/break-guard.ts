// Loaded with `node --import`: takes the guard out of the guarded transition, so that the oracle has something to find.
// A check that cannot fail proves nothing.
import { registerHooks } from 'node:module'

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is looked for in a source file.
const GUARD = ' and stage = ${stage} order by id for update'
// biome-ignore lint/suspicious/noTemplateCurlyInString: it goes into a source file.
const NO_GUARD = ' and ${stage}::text is not null order by id'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/store/transitions.ts')) return loaded
    const source = String(loaded.source)
    if (!source.includes(GUARD)) throw new Error('the guarded transition is not written as expected any more')
    return { ...loaded, source: source.replace(GUARD, NO_GUARD) }
  },
})
