import type { PageElement, PageNode } from '../../src/core/page/dom.ts'
import { between, type Donor, element, type Make, phrase, pick, type Random, run } from './fragments.ts'

const listClasses = ['', '', '', 'list', 'wp-block-list', 'content-list', 'bullets', 'story-list']
/** A line with a colon or a heading, or nothing. */
function announcement(own: Donor, next: Random): PageNode[] {
  const chance = next()
  const words = phrase(pick(own.sentences, next), between(3, 9, next))
  if (chance < 0.35) return [element('p', '', `${words}:`)]
  if (chance < 0.65) return [element(pick(['h2', 'h3', 'h4'], next), '', words)]
  return []
}

const list: Make = (own, _, next) => {
  const short = next() < 0.4
  const count = between(3, 8, next)
  const items = run(own.sentences, count, next).map((text) =>
    short ? phrase(text, between(1, 5, next)) : text,
  )
  const shape = next()
  const inner = (text: string): PageElement => {
    if (shape < 0.5) return element('li', '', text)
    if (shape < 0.65) return element('li', '', element('p', '', text))
    if (shape < 0.75) return element('li', '', element('section', '', text))
    const name = phrase(text, 2)
    return element('li', '', element('strong', '', name), text.slice(name.length))
  }
  return [
    ...announcement(own, next),
    element(pick(['ul', 'ul', 'ol'], next), pick(listClasses, next), ...items.map(inner)),
  ]
}

const table: Make = (own, _, next) => {
  const columns = between(2, 5, next)
  const names = run(own.sentences, between(3, 10, next), next).map((text) =>
    phrase(text, between(1, 3, next)),
  )
  const number = (): string =>
    pick(
      [
        `${between(0, 99, next)}`,
        `${between(1, 9999, next)}.${between(0, 9, next)}`,
        `${between(0, 100, next)} %`,
      ],
      next,
    )
  const head = element(
    'tr',
    '',
    ...Array.from({ length: columns }, () => element('th', '', phrase(pick(own.sentences, next), 1))),
  )
  const rows = names.map((name) =>
    element(
      'tr',
      '',
      element('td', '', name),
      ...Array.from({ length: columns - 1 }, () => element('td', '', number())),
    ),
  )
  const made = element('table', '', element('tbody', '', head, ...rows))
  const shape = next()
  const wrapped =
    shape < 0.5
      ? made
      : element(shape < 0.75 ? 'figure' : 'div', pick(['', 'wp-block-table', 'table-wrap'], next), made)
  return [...announcement(own, next), wrapped]
}

const quotation: Make = (own, _, next) => [
  element(
    'blockquote',
    '',
    ...run(own.sentences, between(1, 3, next), next).map((text) => element('p', '', text)),
  ),
]

/** What belongs to the text. */
export const parts: readonly Make[] = [list, list, list, table, table, quotation]
