// Loaded with `node --import` by the workers of one attack: pages that kill whoever works on them, as a fault in native
// code would. What kills only a thread (out of memory, a hang) is an outcome of its own and needs no hook.
import { registerHooks } from 'node:module'

/** The word in a page that kills in that stage, and where: the line of the source before which the process dies. */
const deadly = {
  fetch: { file: '/pipeline/fetch.ts', line: '  const common = {', text: 'response.body' },
  extract: { file: '/pipeline/extract.ts', line: '  let answer: Extracted', text: 'document.bytes' },
  cluster: {
    file: '/pipeline/cluster.ts',
    line: '  const digest = digestText',
    text: 'String(input.title) + String(input.body)',
  },
} as const

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    for (const [stage, { file, line, text }] of Object.entries(deadly)) {
      if (!url.endsWith(file)) continue
      const source = String(loaded.source)
      if (!source.includes(line)) throw new Error(`${file} is not written as expected any more`)
      const die = `if (Buffer.from(${text}).includes('zqdeadly${stage}')) process.kill(process.pid, 'SIGKILL')\n`
      return { ...loaded, source: source.replace(line, `${die}${line}`) }
    }
    return loaded
  },
})
