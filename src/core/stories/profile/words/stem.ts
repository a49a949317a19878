/**
 * Light stemming. Precision matters more than linguistics here: two forms of a word should meet, two
 * different words should not. English gets suffix rules; other alphabets lose their endings from the
 * sixth letter on, which works in any inflecting language (McNamee & Mayfield 2004, "Character n-gram
 * tokenization for European language text retrieval").
 */

const KEEP = 6

export function stem(key: string, language: string): string {
  if (key.endsWith('.')) return key
  const base = language
  if (base === 'en') return english(key)
  if (base === 'ar' || base === 'fa') return arabic(key)
  // Vietnamese writes syllables, which have no inflected endings.
  if (base === 'zh' || base === 'ja' || base === 'th' || base === 'vi') return key
  return prefix(key)
}

function prefix(key: string): string {
  if (key.length <= 4) return key
  const bare = key.replace(/(?:es|os|as|en|er|s|e|a|o|i|n|а|я|и|ы|у|ю|е|о|ь|й)$/u, '')
  return bare.slice(0, KEEP)
}

function english(key: string): string {
  let word = key
  if (word.length <= 3) return word
  if (word.endsWith('ies') && word.length > 4) word = `${word.slice(0, -3)}y`
  else if (/(?:ss|x|z|ch|sh)es$/.test(word)) word = word.slice(0, -2)
  else if (word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) word = word.slice(0, -1)
  if (word.length > 5) {
    const bare = word.replace(/(?:ing|ed|(?<=[st])ion|(?<=\w{6})[eo]r|ment|ly|al)$/, '')
    if (bare !== word && bare.length >= 3 && /[aeiouy]/.test(bare)) word = undouble(bare)
  }
  if (word.length > 4 && word.endsWith('e')) word = word.slice(0, -1)
  if (word.length > 4 && word.endsWith('y')) word = `${word.slice(0, -1)}i`
  return word
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word
}

function arabic(key: string): string {
  let word = key.replace(/^(?:وال|بال|كال|فال|لل|ال)(?=\p{L}{3})/u, '')
  word = word.replace(/(?<=\p{L}{3})(?:ات|ون|ين|ان|ها|هم|يه|ه|ي)$/u, '')
  return word
}
