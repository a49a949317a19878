import { type Dom, isElement, type PageParent } from '../../page/dom.ts'

/** How often a pattern with the flag `g` is found. */
export function countOf(pattern: RegExp, text: string): number {
  let count = 0
  pattern.lastIndex = 0
  while (pattern.test(text)) count++
  return count
}

/** Fields of forms that a reader fills in, and buttons. */
export function formParts(dom: Dom): { readonly fields: number; readonly buttons: number } {
  let fields = 0
  let buttons = 0
  const visit = (node: PageParent): void => {
    for (const child of node.children) {
      if (!isElement(child)) continue
      if (child.name === 'select' || child.name === 'textarea') fields++
      else if (child.name === 'button') buttons++
      else if (
        child.name === 'input' &&
        !/^(?:hidden|submit|button|image|search)$/i.test(child.attribs.type ?? '')
      )
        fields++
      visit(child)
    }
  }
  visit(dom.root)
  return { fields, buttons }
}
