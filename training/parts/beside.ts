import { between, type Donor, element, link, type Make, phrase, pick, type Random, run } from './fragments.ts'

const boxClasses = ['', '', 'box', 'module', 'block', 'section', 'wrap', 'component', 'item']

const headlinesOf = ({ headlines, sentences }: Donor, count: number, next: Random): readonly string[] =>
  headlines.length >= count
    ? run(headlines, count, next)
    : run(sentences, count, next).map((text) => phrase(text, between(5, 11, next)))

const links: Make = (_, other, next) => {
  const items = headlinesOf(other, between(2, 6, next), next).map((text) => element('li', '', link(text)))
  const title =
    next() < 0.4 ? [element(pick(['h3', 'h4', 'p', 'div'], next), '', phrase(other.title, 3))] : []
  return [
    element(
      pick(['div', 'aside', 'section'], next),
      pick(boxClasses, next),
      ...title,
      element('ul', '', ...items),
    ),
  ]
}

/** A headline with the first sentence of its article. One of both is a link; sections of a text have none. */
const cards: Make = (_, other, next) => {
  const count = between(2, 6, next)
  const texts = run(other.sentences, count, next)
  const className = pick(boxClasses, next)
  const shape = next()
  const pictured = next() < 0.4
  const made = headlinesOf(other, count, next).map((head, i) => {
    const text = texts[i] ?? head
    const title = element(pick(['h2', 'h3', 'h4', 'div'], next), '', shape < 0.85 ? link(head) : head)
    return element(
      pick(['div', 'li', 'article'], next),
      className,
      ...(pictured ? [element('img', '')] : []),
      title,
      element(
        'p',
        '',
        shape < 0.7 ? text : shape < 0.85 ? link(text) : `${text} `,
        ...(shape < 0.85 ? [] : [link('…')]),
      ),
    )
  })
  return [element(pick(['div', 'ul', 'section'], next), pick(boxClasses, next), ...made)]
}

const gallery: Make = (_, other, next) => {
  const texts = run(other.sentences, between(1, 5, next), next)
  const counted = next() < 0.5
  const figures = texts.map((text, i) =>
    counted
      ? element(
          'div',
          pick(['', 'slide', 'photo', 'item'], next),
          element('img', ''),
          element('p', '', `${i + 1}/${texts.length} ${text}`),
        )
      : element('figure', '', element('img', ''), element('figcaption', '', text)),
  )
  return figures.length > 1 ? [element('div', pick(['', 'slides', 'gallery'], next), ...figures)] : figures
}

const comments: Make = (_, other, next) => {
  const name = pick(['div', 'li', 'article'], next)
  const className = pick(['', '', 'entry', 'message', 'response', 'comment', 'post-body'], next)
  const made = run(other.sentences, between(2, 10, next), next).map((text, i) =>
    element(
      name,
      className,
      element('div', '', phrase(other.sentences[i] ?? text, 2)),
      element(
        'span',
        '',
        `${between(1, 28, next)}.${between(1, 12, next)}.2026 ${between(10, 23, next)}:${between(10, 59, next)}`,
      ),
      element('p', '', text),
    ),
  )
  return [element(name === 'li' ? 'ul' : 'div', pick(['', 'comments', 'discussion', 'list'], next), ...made)]
}

/** What is read next: it begins with a headline of the first rank, or with a link, and mostly with its date. */
const article: Make = (_, other, next) => [
  element(
    pick(['article', 'div', 'section'], next),
    pick(['', '', 'article', 'post', 'story'], next),
    next() < 0.5 ? element('h1', '', other.title) : element('h2', '', link(other.title)),
    ...(next() < 0.7 ? [element('div', '', `${between(1, 28, next)}.${between(1, 12, next)}.2026`)] : []),
    ...run(other.paragraphs, between(2, 8, next), next).map((text) => element('p', '', text)),
  ),
]

/** What stands among the paragraphs and is none of the text. */
export const asides: readonly Make[] = [links, links, cards, gallery]
/** What follows the text. */
export const endings: readonly Make[] = [links, cards, cards, gallery, comments, comments, article]
