import type { ExtractContext } from '../article/types.ts'
import { canonicalUrl, hostOf, registrableDomain } from '../fetching/url.ts'
import { type LinkedData, typesOf } from '../page/json-ld.ts'
import { type Meta, metaValue } from '../page/meta.ts'
import type { OutletFacts } from '../record/record.ts'
import { cleanText } from '../text/clean.ts'

/** The outlet given, else the one of the registry whose domain the page lies on. */
export function outletOf(context: ExtractContext): OutletFacts | null {
  if (context.outlet !== undefined) return context.outlet
  if (!context.url || !context.outlets) return null
  const host = hostOf(context.url)?.replace(/^www\./, '')
  const domain = registrableDomain(context.url)
  const on = (name: string | null | undefined): OutletFacts | undefined =>
    name ? context.outlets?.find((outlet) => outlet.domain === name) : undefined
  return on(host) ?? on(domain) ?? null
}

/** What the site calls itself, for cutting its name off titles and bylines. */
export function siteNames(
  meta: Meta,
  linked: LinkedData,
  outlet: OutletFacts | null,
  url: string | undefined,
): string[] {
  const names: string[] = []
  if (outlet) names.push(outlet.name)
  const site = metaValue(meta, 'og:site_name')
  if (site) names.push(site)
  const app = metaValue(meta, 'application-name', 'apple-mobile-web-app-title')
  if (app) names.push(app)
  for (const node of linked.nodes)
    if (
      typesOf(node).some((t) => t === 'Organization' || t === 'NewsMediaOrganization' || t === 'WebSite') &&
      typeof node.name === 'string'
    )
      names.push(node.name)
  const host = url ? hostOf(url) : null
  if (host) {
    names.push(host.replace(/^www\./, ''))
    const domain = registrableDomain(host)
    if (domain) names.push(domain, domain.split('.')[0]!)
  }
  return names.map(cleanText).filter((name) => name.length > 1 && name.length < 60)
}

export function canonicalOf(
  meta: Meta,
  url: string | undefined,
  resolve: (href: string) => string | null,
): string | null {
  const href =
    meta.links.find((link) => link.rel === 'canonical' && link.href)?.href ?? metaValue(meta, 'og:url')
  const absolute = href ? resolve(href) : null
  return absolute && isBelievable(absolute, url) ? canonicalUrl(absolute) : null
}

/** Not the machine that the page was made on, nor the home page of a site that left its setting as it was. */
function isBelievable(canonical: string, url: string | undefined): boolean {
  const host = hostOf(canonical)?.replace(/:\d+$/, '') ?? ''
  if (!host.includes('.') || /^(?:127|10|192\.168)\.|\.(?:local|localhost|internal)$/.test(host)) return false
  const pathOf = (address: string): string =>
    address.replace(/^https?:\/\/[^/]*/, '').replace(/^\/(?=$|[?#])/, '')
  return pathOf(canonical) !== '' || url === undefined || pathOf(url) === ''
}

export function ampOf(meta: Meta, resolve: (href: string) => string | null): string | null {
  const href = meta.links.find((link) => link.rel === 'amphtml' && link.href)?.href
  return href ? resolve(href) : null
}
