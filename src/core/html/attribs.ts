/**
 * An element's attributes in one form for all: those that are often asked for have a place of their own, so that
 * asking costs nothing; the others wait side by side as name, value, name, value, and `attribOf` finds them.
 */
export interface Attribs {
  class: string | undefined
  id: string | undefined
  href: string | undefined
  style: string | undefined
  hidden: string | undefined
  itemprop: string | undefined
  rel: string | undefined
  others: string[] | null
}

export const emptyAttribs = (): Attribs => ({
  class: undefined,
  id: undefined,
  href: undefined,
  style: undefined,
  hidden: undefined,
  itemprop: undefined,
  rel: undefined,
  others: null,
})

/** The value of an attribute, by its name in lower case; of two with one name the first counts. */
export function attribOf(attribs: Attribs, name: string): string | undefined {
  switch (name) {
    case 'class':
    case 'id':
    case 'href':
    case 'style':
    case 'hidden':
    case 'itemprop':
    case 'rel':
      return attribs[name]
  }
  const { others } = attribs
  if (others) for (let i = 0; i < others.length; i += 2) if (others[i] === name) return others[i + 1]
  return undefined
}
