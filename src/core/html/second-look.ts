import type { Page } from './blocks.ts'
import { featureCount } from './features.ts'

const around = [-4, -3, -2, -1, 1, 2, 3, 4] as const
const names = [
  'own_p',
  ...around.map((at) => `p${at}`),
  'p_box',
  'p_parent',
  'p_grandparent',
  'p_before',
  'p_after',
  'back_to_sure',
  'on_to_sure',
  'sure_size_back',
  'sure_size_on',
  'sure_gap',
  'p_page',
  'p_same_class',
]
/** What the second model is asked beside the features of the first. */
export const secondLookNames: readonly string[] = names
export const secondWidth = featureCount + names.length

/**
 * The first model judges each block alone; the second sees what the first thought of the blocks around it,
 * of the same parent and of the same class (stacking, Wolpert 1992).
 */
export function secondLook(page: Page, first: Float32Array, p: Float32Array): Float32Array {
  const { blocks, boxes } = page
  const n = blocks.length
  const out = new Float32Array(n * secondWidth)
  const mass = new Float64Array(boxes.length)
  const size = new Float64Array(boxes.length)
  const classMass = new Map<string, [number, number]>()
  const classOf = (i: number): string => {
    const { element } = boxes[blocks[i]!.box]!
    return element.attribs.class ? `${element.name}.${element.attribs.class}` : element.name
  }
  let totalMass = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    const own = blocks[i]!.shape.size
    mass[blocks[i]!.box]! += p[i]! * own
    size[blocks[i]!.box]! += own
    totalMass += p[i]! * own
    total += own
    const key = classOf(i)
    const sum = classMass.get(key)
    if (sum) {
      sum[0] += p[i]! * own
      sum[1] += own
    } else classMass.set(key, [p[i]! * own, own])
  }
  for (let i = boxes.length - 1; i > 0; i--) {
    mass[boxes[i]!.parent]! += mass[i]!
    size[boxes[i]!.parent]! += size[i]!
  }
  const back = nearestSure(page, p, 1)
  const on = nearestSure(page, p, -1)
  let before = 0
  for (let i = 0; i < n; i++) {
    let o = i * secondWidth
    out.set(first.subarray(i * featureCount, (i + 1) * featureCount), o)
    o += featureCount
    out[o++] = p[i]!
    for (const step of around) {
      const k = i + step
      out[o++] = k >= 0 && k < n ? p[k]! : -0.1
    }
    const box = blocks[i]!.box
    const parent = Math.max(0, boxes[box]!.parent)
    const grandparent = Math.max(0, boxes[parent]!.parent)
    const own = blocks[i]!.shape.size
    const ownMass = p[i]! * own
    for (const at of [box, parent, grandparent])
      out[o++] = (mass[at]! - ownMass) / Math.max(1, size[at]! - own)
    out[o++] = before / Math.max(1, totalMass)
    out[o++] = (totalMass - before - ownMass) / Math.max(1, totalMass)
    const b = back.at[i]!
    const a = on.at[i]!
    out[o++] = b < 0 ? 40 : Math.min(40, i - b)
    out[o++] = a < 0 ? 40 : Math.min(40, a - i)
    out[o++] = back.size[i]!
    out[o++] = on.size[i]!
    out[o++] = b >= 0 && a >= 0 ? Math.min(80, a - b) : 80
    out[o++] = totalMass / Math.max(1, total)
    const same = classMass.get(classOf(i))!
    out[o++] = (same[0] - ownMass) / Math.max(1, same[1] - own)
    before += ownMass
  }
  return out
}

/** For each block the nearest block before (or after) it that is long and likely, and the sizes up to 3 of them. */
function nearestSure(page: Page, p: Float32Array, direction: 1 | -1): { at: Int32Array; size: Float32Array } {
  const n = p.length
  const at = new Int32Array(n)
  const sizes = new Float32Array(n)
  let last = -1
  let recent = 0
  for (let k = 0; k < n; k++) {
    const i = direction === 1 ? k : n - 1 - k
    at[i] = last
    sizes[i] = recent
    const { size } = page.blocks[i]!.shape
    recent = recent * 0.7 + (p[i]! > 0.5 ? size : 0)
    if (p[i]! > 0.6 && size >= 60) last = i
  }
  return { at, size: sizes }
}
