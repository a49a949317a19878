import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { blockFeatures } from '../src/core/body/features.ts'
import { menuLines } from '../src/core/body/rules/menu-lines.ts'
import type { Page } from '../src/core/page/blocks.ts'
import { readBlocks } from '../src/core/page/cut/read-blocks.ts'
import { type Dom, type PageText, parseDom } from '../src/core/page/dom.ts'
import { readHints } from '../src/core/page/hints.ts'
import { readLinkedData } from '../src/core/page/json-ld.ts'
import type { Hints } from '../src/core/page/layout.ts'
import { readMeta } from '../src/core/page/meta.ts'
import { type GoldPage, hash, licensed, siteFold } from './gold-folds.ts'
import { type Labels, labelBlocks } from './gold-labels.ts'
import { type Donor, donorOf, type Random } from './parts/fragments.ts'
import { addStructures, type NodeLabels } from './parts/structures.ts'
import { alter, random, type Variant } from './variants.ts'

/** A page to learn from, or a variant of one. */
export interface Sample {
  readonly fold: number
  readonly page: Page
  readonly hints: Hints
  /** One row a block, `featureCount` wide. */
  readonly rows: Float32Array
  readonly target: Float32Array
  readonly weight: Float32Array
  /** The number of its first block among those of all samples. */
  readonly start: number
}

interface Gold extends GoldPage {
  readonly title?: string
  readonly n_summary?: number
}

interface Source {
  readonly row: Gold
  readonly html: string
  readonly labels: Labels
  readonly donor: Donor
  readonly fold: number
}

/** Each page that its licence allows to learn from, followed by its variants of the kinds named. */
export function readSamples(folder: string, folds: number, kinds: readonly string[]): Sample[] {
  const sources = readFileSync(join(folder, 'gold.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Gold)
    .filter((row) => licensed.has(row.set) && row.body)
    .map((row) => readSource(folder, row, folds))
  const out: Sample[] = []
  let start = 0
  const add = (source: Source, dom: Dom, page: Page, labels: Labels, worth: number): void => {
    out.push(sampleOf(source, dom, page, labels, worth, start))
    start += page.blocks.length
  }
  for (const source of sources) {
    const dom = parseDom(source.html)
    add(source, dom, readBlocks(dom), source.labels, 1)
    const { id } = source.row
    for (const [variant, next] of [
      ...paired(plainVariants, random(hash(id))),
      ...paired(partsVariants, random(hash(`${id} parts`))),
    ]) {
      if (!kinds.includes(variant.kind)) continue
      const copy = parseDom(source.html)
      const labels = labelNodes(copy, source.labels, variant, next)
      if (variant.kind === 'parts') {
        const others = sources.filter((other) => other.fold === source.fold && other !== source)
        const other = others[Math.floor(next() * others.length)]!
        addStructures(readBlocks(copy), labels, source.donor, other.donor, next)
      }
      alter(copy, variant, next, labels)
      const page = readBlocks(copy)
      add(source, copy, page, labelsOf(page, labels), variant.worth)
    }
  }
  return out
}

function readSource(folder: string, row: Gold, folds: number): Source {
  const html = decode(gunzipSync(readFileSync(join(folder, row.html_file))))
  const page = readBlocks(parseDom(html))
  const summary = row
    .body!.split(/\n\n+/)
    .slice(0, row.n_summary ?? 0)
    .join('\n')
  const labels = labelBlocks(page, row.body!, summary)
  const donor = donorOf(page, labels.target, row.title ?? '')
  return { row, html, labels, donor, fold: siteFold(row.domain, folds) }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function sampleOf(
  { row, fold }: Source,
  dom: Dom,
  page: Page,
  { target, weight }: Labels,
  worth: number,
  start: number,
): Sample {
  const hints = readHints(readMeta(dom), readLinkedData(dom, row.url))
  // Each page counts alike, however long it is: the score is a mean over pages.
  let positive = 0
  for (let i = 0; i < weight.length; i++) positive += weight[i]! * target[i]!
  const scaled = weight.map((w) => (w * 60 * worth) / (positive + 20))
  // The inner lines of menus are decided before the model is asked.
  const menu = menuLines(page)
  for (let i = 0; i < scaled.length; i++) if (menu[i]) scaled[i] = 0
  return { fold, page, hints, rows: blockFeatures(page, hints), target, weight: scaled, start }
}

type Variants = (next: Random) => readonly Variant[]

const paired = (variants: Variants, next: Random): [Variant, Random][] =>
  variants(next).map((variant) => [variant, next])

const script = (next: Random, dense: number, cyrillic: number): Variant['script'] =>
  next() < dense ? 'dense' : next() < cyrillic ? 'cyrillic' : 'own'

const plainVariants: Variants = (next) => [
  { kind: 'short', short: true, bare: false, script: 'own', beside: false, worth: 0.6 },
  {
    kind: 'bare',
    short: next() < 0.5,
    bare: true,
    script: script(next, 0.4, 0.4),
    beside: false,
    worth: 0.4,
  },
  {
    kind: 'bare',
    short: next() < 0.3,
    bare: true,
    script: script(next, 0.25, 0.25),
    beside: false,
    worth: 0.4,
  },
]

const partsVariants: Variants = (next) => [
  {
    kind: 'parts',
    short: false,
    bare: next() < 0.4,
    script: script(next, 0.25, 0.25),
    beside: next() < 0.5,
    worth: 0.5,
  },
]

/** The label of each text node; a short page's text ends after one to four paragraphs, the rest is blanked. */
function labelNodes(copy: Dom, { target, weight }: Labels, variant: Variant, next: Random): NodeLabels {
  const labels: NodeLabels = new Map()
  let left = 1 + Math.floor(next() * 4)
  readBlocks(copy).blocks.forEach((block, i) => {
    const blank = variant.short && target[i]! > 0.5 && left <= 0
    if (variant.short && target[i]! > 0.5 && block.shape.size > 60) left--
    for (const part of block.parts) {
      if (!part) continue
      if (blank) part.data = ''
      else labels.set(part, [target[i]!, weight[i]!])
    }
  })
  return labels
}

function labelsOf(page: Page, labels: NodeLabels): Labels {
  const target = new Float32Array(page.blocks.length)
  const weight = new Float32Array(page.blocks.length)
  page.blocks.forEach((block, i) => {
    const known = block.parts.map((part: PageText | null) => part && labels.get(part)).find((label) => label)
    target[i] = known?.[0] ?? 0
    weight[i] = known?.[1] ?? 0
  })
  return { target, weight }
}
