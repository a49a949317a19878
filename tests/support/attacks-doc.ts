import { readFileSync } from 'node:fs'
import { packageFile } from '../../src/runtime/package-root.ts'

/** Who attacks, and the tests that try it. */
const attackers: readonly (readonly [string, readonly string[]])[] = [
  [
    'An outlet, its pages and feeds',
    ['unit/article/bounds', 'unit/adapters/bombs', 'unit/adapters/http', 'unit/text/printable'],
  ],
  [
    'An address that leads into our own network',
    ['unit/fetching/address', 'integration/pipeline/blocked-targets', 'unit/adapters/proxy'],
  ],
  ['Many names for the address of somebody else', ['integration/pipeline/address-bound']],
  [
    'Readers of the pages and programs at the API',
    ['integration/web/fuzz-routes', 'integration/web/headers'],
  ],
  ['Who wants to be an operator', ['integration/web/operator-access', 'unit/fetching/client-address']],
  ['The holder of the reader role', ['integration/runtime/roles', 'integration/store/news-reader']],
  ['A local user of the machine', ['integration/adapters/embedded', 'e2e/secrets']],
  ['Who brings files', ['unit/pipeline/load-rows', 'integration/pipeline/load-bad-rows']],
  ['A package that the program is built with', ['unit/supply-chain']],
  ['A text that was taken down and wants to come back', ['integration/pipeline/takedown']],
]

/** The text of docs/attacks.md: what the tests try, by the names of the tests. */
export function attacksDoc(): string {
  const parts = attackers.map(([who, files]) => {
    const rows = files.flatMap((file) => {
      const path = `tests/${file}.test.ts`
      return promisesOf(readFileSync(packageFile(...path.split('/')), 'utf8')).map(
        (promise) => `| ${promise} | \`${path}\` |`,
      )
    })
    return `## ${who}\n\n| what is tried, and holds | test |\n|---|---|\n${rows.join('\n')}\n`
  })
  return `# Attacks tried and held

Printed from the names of the tests by \`node tests/support/print-docs.ts\`; a test holds it. What each attacker is promised
stands in [SECURITY.md](../SECURITY.md).

A program that sends an empty Host header by Node's own HTTP client sends none: the client puts the true one in its place, which is
served. Over a bare socket, an empty one is refused (see \`tests/integration/web/operator-access.test.ts\`).

${parts.join('\n')}`
}

/** The names of the tests of a file, each with the name of its group. A table of cases is one entry. */
function promisesOf(source: string): string[] {
  const found: string[] = []
  let group = ''
  // The name is the first argument of the call, or follows the table of cases.
  const call = /^( *)(?:(describe|it|test)(?:\.each)?\(|\]\)\()\s*(['"`])((?:(?!\3).)*)\3/gm
  for (const [, indent, kind, , name] of source.matchAll(call)) {
    if (kind === 'describe') group = name!
    else if (name) {
      const within = indent && group ? group : undefined
      // A name that is only a placeholder says nothing.
      const says = /\p{L}/u.test(name.replace(/\$\{[^}]*\}|%[sdj]/g, ''))
      if (says) found.push(cell(within ? `${within}: ${name}` : name))
      else if (within) found.push(cell(`${within} (a table of cases)`))
    }
  }
  return [...new Set(found)]
}

/** A name for a cell of a Markdown table, with `…` for its placeholders. */
const cell = (text: string): string =>
  text
    .replace(/\$\{[^}]*\}|%[sdj]/g, '…')
    .replaceAll('\\', '')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
