/** A number with its noun: `1 feed`, `3 feeds`, `2 entries`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}
