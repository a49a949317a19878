import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { seedStarter, starterParts } from '../runtime/seed.ts'
import { recordAction } from '../store/operations/operators.ts'
import { formOf } from './access/forms.ts'
import { tooMany } from './access/operator.ts'
import type { Web } from './context.ts'
import { refused } from './pages/errors.ts'
import { operatorPage } from './pages/operator.ts'
import type { Html } from './parts/markup.ts'
import { doneAt } from './parts/notices.ts'
import { count, countryName, languageName } from './parts/words.ts'

const MAX_FORM_BYTES = 16 * 1024

/**
 * What the first page of an empty Newsloom offers: the feeds of the starter list, chosen by country and language. A reader
 * who is not signed in gives an operator's token with the choice; where there is no operator, the command is shown instead.
 */
export async function starterForm(c: Context, web: Web): Promise<Html> {
  const isOperator = web.operator.isOperator(c)
  if (!isOperator && !(await web.operator.enabled()))
    return html`<p>Outlets of your country: <code>newsloom seed --starter --country DE --active</code>. To choose here, make a token with <code>newsloom operator add NAME</code>.</p>`
  const { countries, languages } = starterParts()
  const byName = (list: readonly { code: string; feeds: number }[], nameOf: (code: string) => string) =>
    list
      .map(({ code, feeds }) => ({ code, name: `${nameOf(code)} (${feeds})` }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
      .map(({ code, name }) => html`<option value="${code}">${name}</option>`)
  return html`<section class="tools" aria-labelledby="starter"><h2 id="starter">Begin with outlets of your country</h2>
<p>Newsloom ships with a list of ${count(
    countries.reduce((sum, { feeds }) => sum + feeds, 0),
    'feed',
  )}. Choose some; they are polled from now on.</p>
<form method="post" action="/sources/starter" class="row">
<label><span>Country</span><select name="country"><option value="">any</option>${byName(countries, countryName)}</select></label>
<label><span>Language</span><select name="language"><option value="">any</option>${byName(languages, languageName)}</select></label>
${isOperator ? '' : html`<label><span>Operator’s token</span><input name="token" type="password" required autocomplete="current-password"></label>`}
<button type="submit">Add these feeds</button></form></section>`
}

/** The answer to that form: signs in with the token in it, adds the feeds, and redirects to them. */
export function registerStarter(app: Hono, web: Web): void {
  app.post('/sources/starter', bodyLimit({ maxSize: MAX_FORM_BYTES }), async (c) => {
    const form = await formOf(c)
    const field = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '')
    if (!web.operator.isOperator(c)) {
      const { ok, waitS } = await web.operator.signIn(c, field('token'))
      if (waitS) return tooMany(c, waitS)
      if (!ok) return operatorPage(c, web, true)
    }
    const parts = starterParts()
    const chosen = { country: field('country'), language: field('language') }
    const isKnown = (code: string, list: readonly { code: string }[]) =>
      code === '' || list.some((part) => part.code === code)
    if (!isKnown(chosen.country, parts.countries) || !isKnown(chosen.language, parts.languages))
      return refused(c, web, 'Choose a country and a language of the list.', '/', 'stories')
    if (!chosen.country && !chosen.language)
      return refused(c, web, 'Choose a country, a language, or both.', '/', 'stories')
    const { feeds, outlets } = await seedStarter(web.deps.pool, {
      ...(chosen.country ? { countries: [chosen.country] } : {}),
      ...(chosen.language ? { languages: [chosen.language] } : {}),
      active: true,
    })
    if (!feeds)
      return refused(c, web, 'No outlet of the list has this country and this language.', '/', 'stories')
    await recordAction(web.deps.pool, web.operator.madeBy(c), 'feed.starter', null, {
      ...chosen,
      outlets,
      feeds,
    })
    return c.redirect(doneAt('/sources', 'started', feeds, outlets), 303)
  })
}
