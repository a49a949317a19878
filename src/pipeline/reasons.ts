/** The reasons of a story or copy decision, in words: one line each. */
export function explainReasons(reasons: unknown): string[] {
  if (!reasons || typeof reasons !== 'object') return []
  return Object.entries(reasons as Record<string, unknown>).flatMap(([name, value]) => {
    if (value === null || value === undefined || (Array.isArray(value) && !value.length)) return []
    return [`${name.replaceAll('_', ' ')}: ${inWords(value)}`]
  })
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2)
  if (value && typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${name.replaceAll('_', ' ')} ${inWords(part)}`)
      .join(', ')
  return String(value)
}
