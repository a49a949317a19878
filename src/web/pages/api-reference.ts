import type { Context } from 'hono'
import { html } from 'hono/html'
import type { JsonSchema } from '../api/json-schema.ts'
import {
  type Answer,
  type DescribedOperation,
  type OpenApiDocument,
  openApiDocument,
  type Parameter,
} from '../api/openapi.ts'
import type { Web } from '../context.ts'
import { boundsOf, prose, referredName, rowsOf, typeOf } from '../parts/json-schema.ts'
import { page } from '../parts/layout.ts'
import { type Html, none } from '../parts/markup.ts'

const DESCRIPTION = '/api/v1/openapi.json'

interface Endpoint {
  readonly method: 'GET' | 'POST'
  /** As a client asks for it: `/api/v1/stories/{id}`. */
  readonly path: string
  readonly operation: DescribedOperation
}

/** The reference of the API, made from the OpenAPI document that programs read. */
export function apiReferencePage(c: Context, web: Web): Response | Promise<Response> {
  const document = openApiDocument()
  const endpoints = endpointsOf(document)
  const { origin } = new URL(c.req.url)
  const schemas = Object.entries(document.components.schemas)
  return c.html(
    page(
      { title: 'API reference', section: null, operator: web.operator.isOperator(c) },
      html`<div class="reference"><h1>API reference</h1>
<p>${prose(document.info.description)}</p>
<p>Version ${document.info.version}. Programs read the same as <a href="${DESCRIPTION}">OpenAPI 3.1</a>.</p>
<section aria-labelledby="endpoints"><h2 id="endpoints">Requests</h2>
<ul class="endpoints">${endpoints.map(({ method, path, operation }) => html`<li><a href="#${operation.operationId}"><code>${method} ${path}</code></a> ${operation.summary}</li>`)}</ul></section>
${endpoints.map((endpoint) => endpointSection(endpoint, origin))}
<section aria-labelledby="objects"><h2 id="objects">Objects</h2>
${schemas.map(([name, schema]) => objectPart(name, schema))}</section></div>`,
    ),
  )
}

function endpointsOf({ servers, paths }: OpenApiDocument): Endpoint[] {
  const base = servers[0]?.url ?? ''
  return Object.entries(paths).map(([path, item]) =>
    'post' in item
      ? { method: 'POST', path: `${base}${path}`, operation: item.post }
      : { method: 'GET', path: `${base}${path}`, operation: item.get },
  )
}

function endpointSection({ method, path, operation }: Endpoint, origin: string): Html {
  const { operationId, summary, parameters = [], requestBody, responses, security } = operation
  const body = requestBody && Object.entries(requestBody.content)[0]
  return html`<section aria-labelledby="${operationId}"><h2 id="${operationId}"><code>${method} ${path}</code></h2>
<p>${summary}.${security ? ' For operators: it needs a token.' : ''}</p>
${parameters.length ? parameterTable(parameters, `Parameters of ${method} ${path}`) : ''}
${body ? html`<p>Body: ${typeOf(body[1].schema)} as <code>${body[0]}</code>.</p>` : ''}
<div class="scroll" tabindex="0" role="group" aria-label="Answers of ${method} ${path}"><table><thead><tr><th scope="col">Status</th><th scope="col">When</th><th scope="col">Body</th></tr></thead><tbody>${Object.entries(
    responses,
  ).map(
    ([status, answer]) =>
      html`<tr><th scope="row">${status}</th><td>${prose(answer.description)}</td><td>${contentOf(answer)}</td></tr>`,
  )}</tbody></table></div>
<pre tabindex="0" role="group" aria-label="Example of ${method} ${path}">${exampleOf(method, `${origin}${path}`, parameters)}</pre></section>`
}

function contentOf({ content }: Answer): Html {
  const [type, made] = Object.entries(content ?? {})[0] ?? []
  if (!type || !made) return none
  return referredName(made.schema) ? typeOf(made.schema) : html`<code>${type}</code>`
}

function parameterTable(parameters: readonly Parameter[], label: string): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr><th scope="col">Parameter</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead><tbody>${parameters.map(
    ({ name, required, description, schema }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${typeOf(schema)}${note(required ? 'required' : '')}${note(boundsOf(schema))}${note(schema.default === undefined ? '' : `${schema.default} if not given`)}</td><td>${prose(description)}</td></tr>`,
  )}</tbody></table></div>`
}

function objectPart(name: string, schema: JsonSchema): Html {
  return html`<h3 id="${name}"><code>${name}</code></h3>
${schema.description ? html`<p>${prose(schema.description)}</p>` : ''}
<div class="scroll" tabindex="0" role="group" aria-label="Fields of ${name}"><table><thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead><tbody>${rowsOf(
    schema,
  ).map(
    ({ name: field, required, schema: value }) =>
      html`<tr><th scope="row"><code>${field}</code></th><td>${typeOf(value)}${note(required ? '' : 'may be left out')}</td><td>${prose(value.description)}</td></tr>`,
  )}</tbody></table></div>`
}

const note = (text: string): Html => (text ? html`<br><small>${text}</small>` : none)

/** A call that can be pasted into a shell; the id 1 is an example. */
function exampleOf(method: 'GET' | 'POST', url: string, parameters: readonly Parameter[]): string {
  const address = url.replace('{id}', '1')
  if (method === 'POST')
    return `curl '${address}' \\
  --header 'authorization: Bearer TOKEN' \\
  --header 'content-type: application/json' \\
  --data '{"urls": ["https://www.example.org/2026/05/20/bridge"]}'`
  const required = parameters.filter((parameter) => parameter.in === 'query' && parameter.required)
  const query = required.map(({ name }) => `${name}=river`).join('&')
  return `curl '${address}${query ? `?${query}` : ''}'`
}
