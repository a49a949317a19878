import type { BodyChoice } from '../body/choice.ts'
import type { Block, Page } from '../page/blocks.ts'
import type { Dom } from '../page/dom.ts'
import type { Explanation, RuleCount, RulesUsed } from './types.ts'

/** Every block with its fate, for `newsloom inspect article --explain`. */
export function explainPage(
  page: Page,
  choice: BodyChoice,
  cut: Dom['cut'],
  rules: RulesUsed | undefined,
  fields: Readonly<Record<string, string>>,
): Explanation {
  return {
    blocks: page.blocks.map((block) => ({
      text: block.text.slice(0, 160),
      path: pathOf(page, block),
      kept: choice.kept[block.index] === 1,
      why: choice.why[block.index]!,
      score: Math.round(choice.p[block.index]! * 1000) / 1000,
    })),
    fields,
    corrections: countRules(page, choice),
    ...(cut ? { cut } : {}),
    ...(rules ? { rules } : {}),
  }
}

/** Rule by rule, those that decided most first. */
function countRules(page: Page, choice: BodyChoice): RuleCount[] {
  const counts = new Map<string, RuleCount>()
  for (const { index, text } of page.blocks) {
    const rule = choice.why[index]!
    if (rule === 'model') continue
    const kept = choice.kept[index] === 1
    const known = counts.get(rule + kept) ?? { rule, kept, blocks: 0, characters: 0 }
    counts.set(rule + kept, {
      ...known,
      blocks: known.blocks + 1,
      characters: known.characters + text.length,
    })
  }
  return [...counts.values()].sort((a, b) => b.blocks - a.blocks)
}

function pathOf(page: Page, block: Block): string {
  const names: string[] = []
  for (let i = block.box; i > 0 && names.length < 6; i = page.boxes[i]!.parent) {
    const { name, attribs } = page.boxes[i]!.element
    const mark = attribs.class
      ? `.${attribs.class.trim().split(/\s+/).slice(0, 2).join('.')}`
      : attribs.id
        ? `#${attribs.id}`
        : ''
    names.unshift(name + mark)
  }
  return names.join(' > ')
}
