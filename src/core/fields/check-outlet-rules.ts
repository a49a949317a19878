import { compile } from 'css-select'
import type { ExtractRules } from '../record/record.ts'

const fields = ['body', 'title', 'dek', 'authors', 'published', 'remove'] as const

/**
 * Rules that a person wrote, after a check of their form.
 * @throws Error that says which field is wrong, and what was expected
 */
export function checkRules(value: unknown): ExtractRules {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('expected an object such as {"valid_until": "2027-06-30", "authors": ".byline a"}')
  const rules = value as Record<string, unknown>
  if (typeof rules.valid_until !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(rules.valid_until))
    throw new Error('valid_until: expected the day until which the rules are trusted, as 2027-06-30')
  for (const [field, given] of Object.entries(rules)) {
    if (field === 'valid_until') continue
    if (field === 'render') {
      if (typeof given !== 'boolean') throw new Error('render: expected true or false')
      continue
    }
    if (!fields.some((known) => known === field))
      throw new Error(`${field}: not known; expected valid_until, render, ${fields.join(', ')}`)
    const list = field === 'remove' ? given : [given]
    if (!Array.isArray(list) || list.some((selector) => typeof selector !== 'string'))
      throw new Error(`${field}: expected ${field === 'remove' ? 'a list of selectors' : 'a selector'}`)
    for (const selector of list as string[]) checkSelector(field, selector)
  }
  return value as ExtractRules
}

function checkSelector(field: string, selector: string): void {
  try {
    // css-select takes both, and finds nothing.
    if (/(?:^|[>+~,])\s*$/.test(selector)) throw new Error('empty, or ends with a combinator')
    compile(selector)
  } catch (error) {
    throw new Error(`${field}: selector "${selector}": ${(error as Error).message}`)
  }
}
