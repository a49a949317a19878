import { html, raw } from 'hono/html'
import type { Facets } from '../../queries/facets.ts'
import type { Html } from './markup.ts'
import { countryName, languageName } from './words.ts'

export interface Choice {
  readonly language: string | null
  readonly country: string | null
  readonly outlet: string | null
}

/** Reads the filters of an address; a value of a wrong form counts as not given. */
export function readChoice(get: (name: string) => string | undefined): Choice {
  const of = (name: string, form: RegExp) => {
    const value = get(name)?.trim()
    return value && form.test(value) ? value : null
  }
  return {
    language: of('language', /^[a-zA-Z]{2,3}$/)?.toLowerCase() ?? null,
    country: of('country', /^[a-zA-Z]{2}$/)?.toUpperCase() ?? null,
    outlet: of('outlet', /^[a-z0-9]+(-[a-z0-9]+)*$/),
  }
}

/** The fields for language, country and outlet. */
export function choiceFields(facets: Facets, choice: Choice): Html {
  const names = new Map(facets.outlets.map(({ slug, name }) => [slug, name]))
  return html`${select('language', 'Language', 'any language', facets.languages, languageName, choice.language)}
${select('country', 'Country', 'any country', facets.countries, countryName, choice.country)}
${select(
  'outlet',
  'Outlet',
  'any outlet',
  facets.outlets.map((outlet) => outlet.slug),
  (slug) => names.get(slug) ?? slug,
  choice.outlet,
)}`
}

function select(
  name: string,
  label: string,
  any: string,
  values: readonly string[],
  nameOf: (value: string) => string,
  chosen: string | null,
): Html {
  const all = chosen && !values.includes(chosen) ? [chosen, ...values] : values
  const options = all.map((value) => ({ value, text: nameOf(value) }))
  // Outlets are sorted already, and there are hundreds of them.
  if (options.length < 100) options.sort((a, b) => a.text.localeCompare(b.text))
  return html`<label><span>${label}</span><select name="${name}"><option value="">${any}</option>${options.map(
    ({ value, text }) =>
      html`<option value="${value}"${value === chosen ? raw(' selected') : ''}>${text}</option>`,
  )}</select></label>`
}
