/**
 * Scores the whole extraction on pages of sites that are not in the training data of the block model.
 *   node bench/extraction/held-out.ts --data DIR [--models FILE] [--miss]
 * FILE was written by `training/blocks.ts --held-out FILE`: a page of a set that is trained on is read with the model of its fold,
 * any other page with the shipped model, which was not trained on it. Without `--models` all pages are read with the shipped
 * model. Prints three figures: F1 of the body over shingles of four words, F1 of the segments that must and must not be in it,
 * and the share of pages whose first words are in it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extractHtml } from '../../src/core/article/read-page.ts'
import { type ForestData, loadModel } from '../../src/core/body/forest.ts'
import { decodeBytes } from '../../src/core/fetching/charset.ts'
import { type GoldPage, licensed, siteFold } from '../../training/gold-folds.ts'
import { meanF1, type Score, scoreBody } from './score.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    models: { type: 'string' },
    pages: { type: 'boolean', default: false },
  },
})
if (!values.data) throw new Error('--data DIR is missing: the folder with gold.jsonl and html/')
const dataDir = values.data

interface Gold extends GoldPage {
  readonly lead?: string
  readonly with?: readonly string[]
  readonly without?: readonly string[]
}

class Tally {
  readonly bodies: Score[] = []
  wanted = 0
  found = 0
  wrong = 0
  leads = 0
  leadsFound = 0

  line(): string {
    const mean = (pick: (score: Score) => number): string =>
      (this.bodies.reduce((sum, score) => sum + pick(score), 0) * (100 / this.bodies.length)).toFixed(2)
    const parts: string[] = []
    if (this.bodies.length > 0)
      parts.push(
        `body F1 ${meanF1(this.bodies).toFixed(2)} P ${mean((s) => s.precision)} R ${mean((s) => s.recall)} (${this.bodies.length})`,
      )
    if (this.wanted > 0)
      parts.push(
        `segments F1 ${((200 * this.found) / (this.found + this.wrong + this.wanted)).toFixed(2)} (${this.found} of ${this.wanted}, ${this.wrong} wrong)`,
      )
    if (this.leads > 0)
      parts.push(`lead ${((100 * this.leadsFound) / this.leads).toFixed(1)} (${this.leads})`)
    return parts.join(', ')
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const words = (text: string): string => (text.match(/[\p{L}\p{N}_]+/gu) ?? []).join(' ')

const models = values.models
  ? (
      JSON.parse(readFileSync(values.models, 'utf8')) as {
        models: { first: ForestData; second: ForestData }[]
      }
    ).models.map(loadModel)
  : []
const outlets = JSON.parse(readFileSync(new URL('../../seeds/outlets.json', import.meta.url), 'utf8'))
const tallies = new Map<string, Tally>()
for (const line of readFileSync(join(dataDir, 'gold.jsonl'), 'utf8').trim().split('\n')) {
  const gold = JSON.parse(line) as Gold
  if (!(gold.body || gold.lead || gold.with)) continue
  const html = decodeBytes(gunzipSync(readFileSync(join(dataDir, gold.html_file))), { kind: 'html' }).text
  const model =
    licensed.has(gold.set) && models.length > 0 ? models[siteFold(gold.domain, models.length)] : undefined
  const { record } = extractHtml(html, { url: gold.url, outlets, ...(model ? { model } : {}) })
  const body = record.body ?? ''
  // The body as the sets define it: in daniel it includes the headline, in fundus_tests the standfirst.
  const head = gold.set === 'daniel' ? record.title : gold.set === 'fundus_tests' ? record.dek : null
  const whole = head && !body.startsWith(head) ? `${head}\n${body}` : body
  const groups = ['all', gold.set === 'daniel' ? 'not latin' : 'latin', `  ${gold.set}`].map((name) => {
    const known = tallies.get(name) ?? new Tally()
    tallies.set(name, known)
    return known
  })
  const score = gold.body ? scoreBody(gold.body, whole) : null
  const flat = oneLine(whole)
  const has = (segments: readonly string[] = []): number =>
    segments.filter((segment) => flat.includes(oneLine(segment))).length
  const lead = gold.lead ? Number(words(whole).includes(words(gold.lead))) : 0
  for (const tally of groups) {
    if (score) tally.bodies.push(score)
    if (gold.with && gold.without) {
      tally.wanted += gold.with.length
      tally.found += has(gold.with)
      tally.wrong += has(gold.without)
    }
    if (gold.lead) {
      tally.leads++
      tally.leadsFound += lead
    }
  }
  if (values.pages)
    console.log(
      JSON.stringify({
        id: gold.id,
        ...(score ? { p: score.precision, r: score.recall } : {}),
        ...(gold.with && gold.without
          ? { missed: gold.with.length - has(gold.with), wrong: has(gold.without) }
          : {}),
        ...(gold.lead ? { lead } : {}),
      }),
    )
}
for (const [name, tally] of [...tallies].sort()) console.error(`${name.padEnd(20)} ${tally.line()}`)
