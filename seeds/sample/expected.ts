import type { SamplePage } from './content.ts'
import { plainBody } from './content.ts'
import type { SampleOutlet, Template } from './html.ts'
import { localTime } from './local-time.ts'

/** Where a page is kept, from the `seeds` folder. */
export function fileOf(page: SamplePage): string {
  return `pages/${page.outlet}/${page.file}.${page.path ? 'html' : 'txt'}`
}

/** The file of a page named as `<outlet>/<file>`. */
export function fileNamed(pages: readonly SamplePage[], name: string | undefined): string | null {
  if (!name) return null
  const page = pages.find((other) => `${other.outlet}/${other.file}` === name)
  if (!page) throw new Error(`no sample page is called ${name}`)
  return fileOf(page)
}

/**
 * The fields of the article record that are certain for this page, from the content and from what its template
 * shows: never from running an extractor.
 */
export function recordOf(
  page: SamplePage,
  outlet: SampleOutlet,
  template: Template,
): Record<string, unknown> {
  const kind = page.kind ?? 'article'
  const url = page.path ? `https://www.${outlet.domain}${page.path}` : null
  if (kind === 'not_article') {
    // Of a paid stub the headline and the date are there to see, and its outlet's feed lists it.
    const head =
      page.reason === 'paywall' ? { title: page.title, ...publishedOf(page, outlet, template.shows) } : {}
    return { outlet: outlet.slug, kind, ...head, canonical_url: url, language: outlet.language }
  }
  const { shows } = template
  return {
    outlet: outlet.slug,
    kind,
    title: page.title,
    dek: (shows.dek && page.dek) || null,
    authors: page.authors ?? [],
    agencies: agenciesOf(page),
    dateline: page.dateline ?? null,
    ...publishedOf(page, outlet, shows),
    modified_at: modifiedOf(page, outlet, shows),
    language: outlet.language,
    ...(shows.section ? { section: page.section ?? null } : {}),
    ...(shows.tags ? { tags: page.tags ?? [] } : {}),
    // A page that names no canonical address leaves it open whether its own address counts as one.
    ...(outlet.slug === 'alpenbote' ? {} : { canonical_url: url }),
    image_url: page.image ? `https://www.${outlet.domain}/images/${page.image}` : null,
    captions: (page.captions ?? []).map(({ text, credit, agency }) => ({
      text,
      credit: credit ?? null,
      agency: agency ?? null,
    })),
    // What belongs to the body of a live page or a gallery is a matter of taste.
    ...(kind === 'article' ? { body: plainBody(page.body) } : {}),
  }
}

function agenciesOf(page: SamplePage): { name: string; role: 'text' | 'photo' }[] {
  const photo = new Set((page.captions ?? []).flatMap(({ agency }) => (agency ? [agency] : [])))
  return [
    ...(page.agencies ?? []).map((name) => ({ name, role: 'text' as const })),
    ...[...photo].map((name) => ({ name, role: 'photo' as const })),
  ]
}

function publishedOf(page: SamplePage, outlet: SampleOutlet, shows: Template['shows']) {
  const time = localTime(shown(page.published, shows), outlet.timezone)
  return {
    published_at: time.utc,
    published_local: shows.precision === 'day' ? time.date : time.iso,
    published_precision: shows.precision,
    published_tz_source: shows.offset ? 'text' : 'outlet',
  }
}

/** A dump's only date is marked "Updated": it stands for both. */
function modifiedOf(page: SamplePage, outlet: SampleOutlet, shows: Template['shows']): string | null {
  if (!shows.modified) return null
  if (shows.precision === 'day') return localTime(shown(page.published, shows), outlet.timezone).utc
  return page.modified ? localTime(shown(page.modified, shows), outlet.timezone).utc : null
}

function shown(wall: string, { precision }: Template['shows']): string {
  if (precision === 'second') return wall
  return precision === 'minute' ? `${wall.slice(0, 16)}:00` : `${wall.slice(0, 10)}T00:00:00`
}
