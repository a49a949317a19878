/**
 * Counts how often each rule that corrects the block model helped and harmed, over labelled pages.
 *   npm run bench rules -- --data DIR [--show RULE] [--sets naeb,wcxb_dev,…]
 * DIR contains gold.jsonl and the pages. A rule that removed a block helped if the gold body does not have the block, and harmed
 * if it does; for a rule that added a block it is the other way round. `--show` prints the blocks that a rule harmed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extractHtml } from '../src/core/article/read-page.ts'
import { decodeBytes } from '../src/core/fetching/charset.ts'
import { readBlocks } from '../src/core/page/cut/read-blocks.ts'
import { parseDom } from '../src/core/page/dom.ts'
import { labelBlocks } from '../training/gold-labels.ts'

const { values } = parseArgs({
  options: { data: { type: 'string' }, show: { type: 'string' }, sets: { type: 'string' } },
})
if (!values.data) throw new Error('--data DIR is missing: the folder with gold.jsonl and html/')
const folder = values.data
const sets = values.sets?.split(',')

interface Gold {
  readonly id: string
  readonly set: string
  readonly url: string
  readonly html_file: string
  readonly body?: string
}

interface Tally {
  helped: number
  harmed: number
  /** Characters of the blocks. */
  helpedChars: number
  harmedChars: number
}

const rows = readFileSync(join(folder, 'gold.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Gold)
  .filter((row) => row.body && (!sets || sets.includes(row.set)))
const tallies = new Map<string, Tally>()
for (const row of rows) {
  const { text: html } = decodeBytes(gunzipSync(readFileSync(join(folder, row.html_file))), { kind: 'html' })
  const { explain } = extractHtml(html, { url: row.url, outlets: [], explain: true })
  const page = readBlocks(parseDom(html))
  const { target, weight } = labelBlocks(page, row.body!)
  for (const [i, { kept, why, text }] of explain!.blocks.entries()) {
    // A block that the gold body has only in part says nothing about the rule.
    if (why === 'model' || weight[i] === 0 || (target[i]! > 0.3 && target[i]! < 0.7)) continue
    const right = kept === target[i]! >= 0.7
    const name = `${kept ? '+' : '−'} ${why}`
    const tally = tallies.get(name) ?? { helped: 0, harmed: 0, helpedChars: 0, harmedChars: 0 }
    tallies.set(name, tally)
    tally[right ? 'helped' : 'harmed']++
    tally[right ? 'helpedChars' : 'harmedChars'] += page.blocks[i]!.text.length
    if (!right && values.show && why.includes(values.show)) console.log(`${row.id}: ${text}`)
  }
}

console.log(`${rows.length} pages; + put blocks in, − took them out`)
const width = Math.max(...[...tallies.keys()].map((name) => name.length))
for (const [name, tally] of [...tallies].sort((a, b) => b[1].helped - a[1].helped))
  console.log(
    `${name.padEnd(width)} helped ${String(tally.helped).padStart(4)} (${tally.helpedChars} characters), harmed ${String(tally.harmed).padStart(3)} (${tally.harmedChars})`,
  )
