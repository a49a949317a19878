const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `/2021/05/20/`, `/2021-05-20-`, `20210520`: the day in an address. */
export function dateInUrl(url: string): string | null {
  const path = url.replace(/^https?:\/\/[^/]*/, '')
  const named = /\/((?:19|20)\d{2})\/([a-z]{3})[a-z]*\/(\d{1,2})(?=[/_.-]|$)/i.exec(path)
  const inYear = named ? monthNames.indexOf(named[2]!.toLowerCase()) : -1
  if (named && inYear >= 0)
    return `${named[1]}-${String(inYear + 1).padStart(2, '0')}-${named[3]!.padStart(2, '0')}`
  const parts =
    /(?:^|[/_.-])((?:19|20)\d{2})[/_.-](\d{1,2})[/_.-](\d{1,2})(?=[/_.-]|$|\D)/.exec(path) ??
    /(?:^|\D)((?:19|20)\d{2})(\d{2})(\d{2})(?=\D|$|\d{4}\D)/.exec(path) ??
    /(?:^|[/_.-])((?:19|20)\d{2})[/_-](\d{2})(\d{2})(?=[/_.-]|$)/.exec(path)
  if (!parts) return null
  const [, year, month, day] = parts
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}
