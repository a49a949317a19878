import { cutText, foldBlanks, plainText } from './text.ts'

/** Characters. No name is longer, and the pattern below is slow on long texts. */
const MAX_LENGTH = 500
/** Characters. No element that names a person is longer. */
const MAX_SOURCE = 4000

const email = /(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/i

/** `jo@paper.example (Jo Day)`, `Jo Day <jo@…>`, `Jo Day (jo@…)` → `Jo Day`; an address alone is kept; null if empty. */
export function personName(html: string): string | null {
  const text = plainText(cutText(html, MAX_LENGTH))
  const address = text.includes('@') ? email.exec(text) : null
  if (!address) return text || null
  const rest = foldBlanks(text.replace(address[0], ' '))
    .replace(/\(\s*\)|<\s*>|\[\s*\]/g, '')
    .replace(/^[\s("'<[,;:–-]+|[\s)"'>\],;:–-]+$/g, '')
    .trim()
  return rest || address[0].replace(/^mailto:/i, '')
}

/** The person of an Atom author element, given the source of its children. */
export function personOf(wholeSource: string): string | null {
  const source = wholeSource.slice(0, MAX_SOURCE)
  const name = child(source, 'name')
  if (name) return personName(name)
  const address = child(source, 'email')
  if (address) return personName(address)
  return /<(?:\w+:)?(?:name|email|uri|url)[\s/>]/i.test(source) ? null : personName(source)
}

export function isAddress(name: string): boolean {
  return /^\S+@\S+$/.test(name)
}

function child(source: string, name: string): string | null {
  const found = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}\\s*>`, 'i').exec(
    source,
  )
  const text = found?.[1]?.replace(/<!\[CDATA\[|\]\]>/g, '').trim()
  return text || null
}
