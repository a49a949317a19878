/**
 * Makes the bundled sample: `node seeds/build.ts` writes `seeds/pages/**` and `seeds/expected.json` from the content
 * in `seeds/sample`. A test holds the committed files against what this makes.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodeText } from './sample/encode.ts'
import { fileNamed, fileOf, recordOf } from './sample/expected.ts'
import { type SampleOutlet, viewOf } from './sample/html.ts'
import { samplePages } from './sample/pages.ts'
import { templates } from './sample/templates.ts'

const here = dirname(fileURLToPath(import.meta.url))

/** Every file of the sample, by its path under `seeds`. */
export function buildSample(outlets: readonly SampleOutlet[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const entries: unknown[] = []
  for (const page of samplePages) {
    const outlet = outlets.find(({ slug }) => slug === page.outlet)
    const template = templates[page.outlet]
    if (!outlet || !template)
      throw new Error(`outlet ${page.outlet} has no facts in outlets.json or no template`)
    const siblings = samplePages.filter((other) => other.outlet === page.outlet)
    const file = fileOf(page)
    if (files.has(file)) throw new Error(`two sample pages are called ${file}`)
    const charset = page.charset ?? 'utf-8'
    files.set(file, encodeText(tidy(template.render(viewOf(page, outlet, siblings))), charset))
    entries.push({
      file,
      url: page.path ? `https://www.${outlet.domain}${page.path}` : null,
      outlet: page.outlet,
      charset,
      event: page.event,
      copy_of: fileNamed(samplePages, page.copyOf),
      revision_of: fileNamed(samplePages, page.revisionOf),
      record: recordOf(page, outlet, template),
    })
  }
  files.set('expected.json', new TextEncoder().encode(`${JSON.stringify(entries, null, 2)}\n`))
  return files
}

/** Templates leave lines empty where a page has no picture or no tags; nobody needs to see them. */
function tidy(html: string): string {
  return html.startsWith('<') ? html.replace(/\n[ \t]*(?=\n)/g, '') : html
}

export function readOutlets(folder: string = here): SampleOutlet[] {
  return JSON.parse(readFileSync(join(folder, 'outlets.json'), 'utf8')) as SampleOutlet[]
}

if (import.meta.main) {
  rmSync(join(here, 'pages'), { recursive: true, force: true })
  for (const [path, bytes] of buildSample(readOutlets())) {
    mkdirSync(dirname(join(here, path)), { recursive: true })
    writeFileSync(join(here, path), bytes)
  }
}
