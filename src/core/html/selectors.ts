import { attribOf } from './attribs.ts'
import type { Dom, ElementNode } from './dom.ts'

interface Step {
  readonly child: boolean
  readonly tag: string | null
  readonly id: string | null
  readonly classes: readonly string[]
  readonly attributes: readonly { name: string; operator: string; value: string }[]
}

/**
 * The elements that a CSS selector finds, in page order. Of CSS it knows what outlet rules need: type, class,
 * id, attribute tests (`=`, `*=`, `^=`, `$=`, `~=`), descendant and child, and lists.
 * @throws Error for a selector with anything else, so that a rule cannot silently match nothing.
 */
export function select(dom: Dom, selector: string): ElementNode[] {
  const lists = selector.split(',').map(parseSelector)
  const out: ElementNode[] = []
  const visit = (element: ElementNode): void => {
    for (const child of element.children) {
      if (child.type !== 'tag') continue
      if (lists.some((steps) => matches(child, steps, steps.length - 1))) out.push(child)
      visit(child)
    }
  }
  visit(dom.root)
  return out
}

const compound =
  /^(\*|[a-z][\w-]*)?((?:\.[\w-]+|#[\w-]+|\[[\w:-]+(?:[*^$~]?=(?:"[^"]*"|'[^']*'|[\w-]+))?\])*)$/i

export function parseSelector(selector: string): Step[] {
  const parts = selector
    .trim()
    .replace(/\s*>\s*/g, ' > ')
    .split(/\s+(?![^[]*\])/)
  const steps: Step[] = []
  let child = false
  for (const part of parts) {
    if (part === '>') {
      child = true
      continue
    }
    const match = compound.exec(part)
    if (!part || !match) throw new Error(`selector "${selector}": cannot read "${part}"`)
    const rest = match[2] ?? ''
    steps.push({
      child,
      tag: match[1] && match[1] !== '*' ? match[1].toLowerCase() : null,
      id: /#([\w-]+)/.exec(rest)?.[1] ?? null,
      classes: [...rest.replace(/\[[^\]]*\]/g, '').matchAll(/\.([\w-]+)/g)].map((m) => m[1]!),
      attributes: [...rest.matchAll(/\[([\w:-]+)(?:([*^$~]?=)(?:"([^"]*)"|'([^']*)'|([\w-]+)))?\]/g)].map(
        (m) => ({
          name: m[1]!.toLowerCase(),
          operator: m[2] ?? '',
          value: m[3] ?? m[4] ?? m[5] ?? '',
        }),
      ),
    })
    child = false
  }
  return steps
}

function matches(element: ElementNode, steps: readonly Step[], at: number): boolean {
  const step = steps[at]!
  if (!fits(element, step)) return false
  if (at === 0) return true
  for (let up = element.parent; up; up = up.parent) {
    if (matches(up, steps, at - 1)) return true
    if (step.child) return false
  }
  return false
}

function fits(element: ElementNode, step: Step): boolean {
  if (step.tag && element.name !== step.tag) return false
  if (step.id && element.attribs.id !== step.id) return false
  if (step.classes.length > 0) {
    const own = (element.attribs.class ?? '').split(/\s+/)
    if (!step.classes.every((name) => own.includes(name))) return false
  }
  return step.attributes.every(({ name, operator, value }) => {
    const own = attribOf(element.attribs, name)
    if (own === undefined) return false
    if (operator === '') return true
    if (operator === '=') return own === value
    if (operator === '*=') return own.includes(value)
    if (operator === '^=') return own.startsWith(value)
    if (operator === '$=') return own.endsWith(value)
    return own.split(/\s+/).includes(value)
  })
}
