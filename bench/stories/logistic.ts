/** Weighted, ridge-penalised logistic regression by Newton's method; soft labels. Deterministic. */

export interface Sample {
  readonly vector: readonly number[]
  /** From 0 to 1. */
  readonly label: number
  readonly weight: number
}

export function fitLogistic(samples: readonly Sample[], size: number, ridge: number): number[] {
  const weights = new Array<number>(size).fill(0)
  for (let round = 0; round < 30; round++) {
    const hessian = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, k) => (i === k ? ridge : 0)),
    )
    const gradient = weights.map((w) => -ridge * w)
    for (const { vector, label, weight } of samples) {
      let z = 0
      for (let i = 0; i < size; i++) z += weights[i]! * vector[i]!
      const p = 1 / (1 + Math.exp(-z))
      const error = weight * (label - p)
      const curve = weight * p * (1 - p)
      for (let i = 0; i < size; i++) {
        const x = vector[i]!
        if (x === 0) continue
        gradient[i]! += error * x
        const row = hessian[i]!
        for (let k = 0; k <= i; k++) row[k]! += curve * x * vector[k]!
      }
    }
    for (let i = 0; i < size; i++) for (let k = i + 1; k < size; k++) hessian[i]![k] = hessian[k]![i]!
    const step = solve(hessian, gradient)
    let largest = 0
    for (let i = 0; i < size; i++) {
      weights[i]! += step[i]!
      largest = Math.max(largest, Math.abs(step[i]!))
    }
    if (largest < 1e-5) break
  }
  return weights
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let i = 0; i < n; i++) {
    let pivot = i
    for (let r = i + 1; r < n; r++) if (Math.abs(rows[r]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = r
    ;[rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!]
    for (let r = i + 1; r < n; r++) {
      const factor = rows[r]![i]! / rows[i]![i]!
      if (factor !== 0) for (let c = i; c <= n; c++) rows[r]![c]! -= factor * rows[i]![c]!
    }
  }
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!
    for (let c = i + 1; c < n; c++) sum -= rows[i]![c]! * x[c]!
    x[i] = sum / rows[i]![i]!
  }
  return x
}
