import type { Dom } from '../../page/dom.ts'

/** How often a pattern with the flag `g` is found. */
export function countOf(pattern: RegExp, text: string): number {
  let count = 0
  pattern.lastIndex = 0
  while (pattern.test(text)) count++
  return count
}

/** Fields of forms that a reader fills in, and buttons. */
export function formParts({ index }: Dom): { readonly fields: number; readonly buttons: number } {
  const countOfTag = (name: string): number => index.get(name)?.length ?? 0
  const inputs = (index.get('input') ?? []).filter(
    ({ attribs }) => !/^(?:hidden|submit|button|image|search)$/i.test(attribs.type ?? ''),
  )
  return {
    fields: countOfTag('select') + countOfTag('textarea') + inputs.length,
    buttons: countOfTag('button'),
  }
}
