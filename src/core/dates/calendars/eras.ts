/** Year 0 of East Asian eras: Reiwa 6 is 2018 + 6, Minguo 113 is 1911 + 113. */
const ERAS: Readonly<Record<string, number>> = {
  令和: 2018,
  平成: 1988,
  昭和: 1925,
  大正: 1911,
  明治: 1867,
  民國: 1911,
  民国: 1911,
}

/** The era at the end of a word (`発行令和`), and whether its first year (元) is meant. */
export function eraOf(word: string): { readonly base: number; readonly first: boolean } | null {
  const first = word.endsWith('元')
  const base = ERAS[first ? word.slice(-3, -1) : word.slice(-2)]
  return base === undefined ? null : { base, first }
}
