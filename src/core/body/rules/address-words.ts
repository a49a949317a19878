/** Words that name the kind of page and say nothing of this one. */
const common = new Set(['article', 'artikel', 'news', 'story', 'index', 'html', 'node', 'post', 'blog'])
const LEAST_WORDS = 3

/**
 * The words of the longest part of an address's path: most content systems write the headline there when the
 * article is first stored. Empty when the address says too little.
 */
export function addressWords(url: string | undefined): ReadonlySet<string> {
  if (!url) return new Set()
  let path = url.replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/, '')
  try {
    path = decodeURIComponent(path)
  } catch {
    // Escapes of another charset stay as they are.
  }
  let best: string[] = []
  for (const part of path.split('/')) {
    const words = foldedWords(part.replace(/\.\w{2,5}$/, '').replaceAll('_', ' ')).filter(
      (word) =>
        word.length > 1 && /\p{L}/u.test(word) && !/\d.*\p{L}|\p{L}\d/u.test(word) && !common.has(word),
    )
    if (words.length > best.length) best = words
  }
  return new Set(best.length >= LEAST_WORDS ? best : [])
}

/** How far a text and an address's words are the same, 0 to 1 (F1 over words). */
export function likeAddress(text: string, address: ReadonlySet<string>): number {
  if (address.size === 0) return 0
  const own = new Set(foldedWords(text).filter((word) => word.length > 1))
  let shared = 0
  for (const word of own) if (address.has(word)) shared++
  return (2 * shared) / (own.size + address.size)
}

/** Words as addresses spell them: small, without accents, both ways of writing umlauts alike. */
function foldedWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|['’‘]/gu, '')
    .replace(/[ßæøłđı]/g, (letter) => letters[letter]!)
    .replace(/aa|ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/ue/g, 'u')
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'a', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }
