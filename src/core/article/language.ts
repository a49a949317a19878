import type { Meta } from '../page/meta.ts'
import type { FieldSource } from '../record/provenance.ts'
import { detectLanguage } from '../text/language.ts'

/** The language tag (BCP 47) that the page gives for itself, if it has the form of one. */
export function languageTag(meta: Meta): string | undefined {
  const tag =
    meta.htmlLang?.replaceAll('_', '-').trim() ??
    meta.all.get('content-language')?.[0] ??
    meta.all.get('og:locale')?.[0]?.replaceAll('_', '-')
  return tag && /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(tag) ? tag : undefined
}

/** The page's word for its language (the language alone, without region), unless the text is plainly in another. */
export function languageOf(
  body: string,
  page: string | undefined,
): { readonly value: string | null; readonly source: FieldSource } {
  const told = page?.toLowerCase().split('-')[0] ?? null
  if (body.length < 80) return { value: told, source: 'page' }
  // A short look confirms what the page says; only a contradiction is worth a long one.
  let found = detectLanguage(body.slice(0, 220))
  if (found !== told) found = detectLanguage(body.slice(0, 1_500))
  return !found || (found === 'nb' && told === 'no')
    ? { value: told, source: 'page' }
    : { value: found, source: found === told ? 'page' : 'text' }
}
