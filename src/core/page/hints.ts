import { articleBodyText } from '../body/rules/json-ld-text.ts'
import { squeeze } from '../text/squeeze.ts'
import type { LinkedData } from './json-ld.ts'
import type { Hints } from './layout.ts'
import { type Meta, metaValue } from './meta.ts'

/** What metadata says of the text, brought to the form in which blocks are compared with it. */
export function readHints(meta: Meta, linked: LinkedData): Hints {
  const titles = new Set<string>()
  for (const title of [
    text(linked.article?.headline),
    metaValue(meta, 'og:title'),
    metaValue(meta, 'twitter:title'),
    ...(meta.titleTag ? [meta.titleTag, ...meta.titleTag.split(/\s[|–—\-»:·]\s|\s*\|\s*/)] : []),
  ]) {
    const squeezed = squeeze(title ?? '')
    if (squeezed.length >= 6) titles.add(squeezed)
  }
  const description =
    metaValue(meta, 'og:description', 'description', 'twitter:description') ??
    text(linked.article?.description)
  return {
    titles: [...titles],
    description: squeeze((description ?? '').slice(0, 600)),
    articleBody: squeeze(articleBodyText(linked)),
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
