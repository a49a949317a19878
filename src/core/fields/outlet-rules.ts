import type { RulesUsed } from '../article/types.ts'
import type { BodyChoice } from '../body/choice.ts'
import type { Block, Page } from '../page/blocks.ts'
import { type Dom, type PageElement, select } from '../page/dom.ts'
import { textOf } from '../page/meta.ts'
import type { ExtractRules, OutletFacts } from '../record/record.ts'

/** The outlet's rules, unless the page is younger than the day until which they were checked. */
export function rulesFor(outlet: OutletFacts | null, fetchedAt: Date | undefined): ExtractRules | null {
  const rules = outlet?.extract_rules ?? null
  if (!rules) return null
  return fetchedAt && fetchedAt.toISOString().slice(0, 10) > rules.valid_until ? null : rules
}

/** What each selector of the outlet's rules finds, for `newsloom inspect article --explain`. */
export function explainRules(
  dom: Dom,
  outlet: OutletFacts | null,
  fetchedAt: Date | undefined,
): RulesUsed | undefined {
  const rules = outlet?.extract_rules
  if (!rules) return undefined
  const { valid_until, render: _, ...fields } = rules
  return {
    valid_until,
    in_force: rulesFor(outlet, fetchedAt) !== null,
    selectors: Object.entries(fields).flatMap(([field, given]) =>
      [given].flat().map((selector: string) => {
        const elements = select(dom, selector)
        const first = elements[0]
        return { field, selector, found: elements.length, text: first ? textOf(first, 160) : null }
      }),
    ),
  }
}

/**
 * The least share of the text kept by the model that a rule's body must contain, so that an outdated selector does not empty
 * the article.
 */
const LEAST_SHARE = 0.35

/** The rules' word on the body: `remove` takes blocks out, `body` says which remain. */
export function applyBodyRules(dom: Dom, page: Page, choice: BodyChoice, rules: ExtractRules): void {
  for (const selector of rules.remove ?? [])
    for (const block of blocksIn(page, select(dom, selector))) {
      choice.kept[block.index] = 0
      choice.why[block.index] = `outlet rule: remove ${selector}`
    }
  if (!rules.body) return
  const inside = new Set(blocksIn(page, select(dom, rules.body)).map((block) => block.index))
  let model = 0
  let both = 0
  let chosen = 0
  for (const block of page.blocks) {
    if (choice.kept[block.index]) model += block.shape.size
    if (!inside.has(block.index)) continue
    chosen += block.shape.size
    if (choice.kept[block.index]) both += block.shape.size
  }
  if (chosen === 0 || (model > 0 && both < model * LEAST_SHARE && chosen < model)) return
  for (const block of page.blocks) {
    const removed = choice.why[block.index]?.startsWith('outlet rule: remove') ?? false
    const keep =
      inside.has(block.index) && !removed && (choice.kept[block.index] === 1 || choice.p[block.index]! > 0.15)
    if (keep === (choice.kept[block.index] === 1)) continue
    choice.kept[block.index] = keep ? 1 : 0
    choice.why[block.index] = `outlet rule: body ${rules.body}`
  }
}

/** The text of the first element that a rule finds. */
export function ruleText(dom: Dom, selector: string | undefined): string | null {
  if (!selector) return null
  const element = select(dom, selector)[0]
  return element ? textOf(element) || null : null
}

export function ruleTexts(dom: Dom, selector: string | undefined): string[] {
  return selector
    ? select(dom, selector)
        .map((element) => textOf(element))
        .filter(Boolean)
    : []
}

/** A date's raw string: the element's `datetime` or `content`, else its text. */
export function ruleDate(dom: Dom, selector: string | undefined): string | null {
  if (!selector) return null
  const element = select(dom, selector)[0]
  return element ? (element.attribs.datetime ?? element.attribs.content ?? (textOf(element) || null)) : null
}

function blocksIn(page: Page, elements: readonly PageElement[]): Block[] {
  const out: Block[] = []
  for (const element of elements) {
    const box = element.box >= 0 ? page.boxes[element.box] : undefined
    if (!box) continue
    for (let i = box.firstBlock; i <= box.lastBlock; i++) out.push(page.blocks[i]!)
  }
  return out
}
