/** Checks of the packages that the program depends on: their origin, their licenses, and known vulnerabilities. */

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly link?: boolean
  readonly name?: string
  readonly inBundle?: boolean
}

const REGISTRY = 'https://registry.npmjs.org/'

const packagesOf = ({ packages }: Lockfile) => Object.entries(packages).filter(([path]) => path !== '')

/**
 * Finds every package that does not come from the public registry under its own name with a SHA-512. A package without `resolved`
 * comes from the registry that npm is configured to use (no file of this project sets another), and its hash is valid for any.
 */
export function judgeLockfile(lockfile: Lockfile): string[] {
  return packagesOf(lockfile).flatMap(([path, entry]) => {
    // It is part of the tarball of another package, whose hash covers it.
    if (entry.inBundle) return []
    const name = entry.name ?? path.split('node_modules/').at(-1)!
    if (entry.link) return [`${path} is a link to ${entry.resolved}`]
    if (entry.resolved !== undefined && !entry.resolved.startsWith(`${REGISTRY}${name}/-/`))
      return [`${path} does not come from ${REGISTRY}${name}: ${entry.resolved}`]
    return /^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')
      ? []
      : [`${path} has no SHA-512 in "integrity"`]
  })
}

/** SPDX identifiers of licenses whose only condition is that their texts are distributed. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...[
    'MIT',
    'MIT-0',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'Unlicense',
  ],
  ...['Python-2.0', 'PostgreSQL', 'CC-BY-4.0', 'Zlib'],
  // By file, and unchanged here: axe-core, lightningcss (both of the tests only).
  'MPL-2.0',
])

/** Finds every package whose license is not on the allow-list; where a package offers several licenses, one on the list is enough. */
export function judgeLicenses(lockfile: Lockfile): string[] {
  return packagesOf(lockfile).flatMap(([path, { license, link }]) =>
    link || isAllowed(license ?? '') ? [] : [`${path}: ${license ?? 'no license'} is not on the allow-list`],
  )
}

function isAllowed(expression: string): boolean {
  const bare = expression.trim().replace(/^\((.*)\)$/, '$1')
  if (/[()]/.test(bare)) return false
  return bare.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((one) => ALLOWED.has(one)))
}

export type AuditResult =
  | { readonly kind: 'found'; readonly problems: readonly string[] }
  | { readonly kind: 'skipped'; readonly reason: string }

interface Vulnerability {
  readonly severity: string
  readonly range: string
  readonly via: readonly (string | { readonly title: string; readonly url: string })[]
}

/** Reads the output of `npm audit --json`. Low and moderate vulnerabilities are left to the monthly update. */
export function judgeAudit(printed: string): AuditResult {
  let report: {
    readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>
    readonly error?: { readonly code?: string; readonly summary?: string }
    readonly message?: string
  }
  try {
    report = JSON.parse(printed)
  } catch {
    return { kind: 'skipped', reason: 'npm audit printed no report' }
  }
  if (!report.vulnerabilities) {
    const { code = '', summary = '' } = report.error ?? {}
    return {
      kind: 'skipped',
      reason: `the registry did not answer (${[code, summary, report.message].filter(Boolean).join(' ')})`,
    }
  }
  const problems = Object.entries(report.vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name, { severity, range, via }]) => {
      const causes = via.map((cause) =>
        typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`,
      )
      return `${name} ${range} (${severity}): ${causes.join('; ')}`
    })
  return { kind: 'found', problems }
}
