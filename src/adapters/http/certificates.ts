import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/**
 * The certificates that a file holds, each in PEM form.
 * @throws Error that says what was expected of the file, and what is wrong with it
 */
export function readCertificates(file: string): string[] {
  let text: string
  try {
    text = readFileSync(file, 'latin1')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw expected(code === 'ENOENT' ? 'there is no such file' : message)
  }
  const found = text.match(CERTIFICATE) ?? []
  if (!found.length) throw expected('no block in it begins with -----BEGIN CERTIFICATE-----')
  for (const [index, certificate] of found.entries())
    try {
      new X509Certificate(certificate)
    } catch {
      throw expected(`certificate ${index + 1} of ${found.length} in it is damaged`)
    }
  return found
}

function expected(because: string): Error {
  return new Error(`a file of certificates in PEM form: ${because}`)
}

/** The certificates that Node trusts by itself, and those of `file`. @throws as `readCertificates` */
export function trustedCertificates(file: string): string[] {
  return [...usualCertificates(), ...readCertificates(file)]
}

/** Older versions of Node know only those that are compiled in. */
function usualCertificates(): readonly string[] {
  const { getCACertificates }: Partial<typeof tls> = tls
  return getCACertificates?.('default') ?? tls.rootCertificates
}
