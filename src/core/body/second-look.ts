import type { Page } from '../page/blocks.ts'

/** How many blocks before and after a block have their probabilities in its row. */
const around = [-4, -3, -2, -1, 1, 2, 3, 4] as const
/** How many ancestors have their share of the likely text in the row. */
const LEVELS = 4
/** A block this likely, and this long, is an anchor for those around it. */
const SURE = 0.6
const SURE_SIZE = 60
const FAR = 40
const NONE = -0.1

/** The input of the second forest in addition to the features of the first. */
export const secondLookNames: readonly string[] = [
  'own_p',
  ...around.map((at) => `p${at}`),
  'p_box',
  'p_parent',
  'p_grandparent',
  'p_signature',
  'signature_others',
  'signature_share',
  ...Array.from({ length: LEVELS }, (_, i) => `share_up${i + 1}`),
  'p_before',
  'p_after',
  'back_to_sure',
  'on_to_sure',
  'sure_gap',
  'p_page',
  'p_text_before',
  'p_text_after',
]
export const secondLookCount = secondLookNames.length
/** Blocks to which the first forest gives less than this are not given to the second: they would not be kept. */
export const DOUBT = 0.05

/**
 * The first forest judges each block alone; the second gets the first one's probabilities of the blocks around it, in the
 * same boxes and with the same signature (stacking, Wolpert 1992). So paragraphs of one kind are kept or dropped together.
 * One row per block, `secondLookCount` wide.
 */
export function secondLook(page: Page, signatureOf: Int32Array, p: Float32Array): Float32Array {
  const { blocks, boxes } = page
  const n = blocks.length
  const out = new Float32Array(n * secondLookCount)
  const mass = new Float64Array(boxes.length)
  const size = new Float64Array(boxes.length)
  const signatureMass = new Float64Array(n)
  const signatureSize = new Float64Array(n)
  const signatureCount = new Int32Array(n)
  let totalMass = 0
  let topMass = 0
  for (let i = 0; i < n; i++) {
    const block = blocks[i]!
    const own = block.shape.size
    const likely = p[i]! * own
    mass[block.box]! += likely
    size[block.box]! += own
    const signature = signatureOf[i]!
    signatureMass[signature]! += likely
    signatureSize[signature]! += own
    signatureCount[signature]!++
    totalMass += likely
    topMass += p[i]! * likely
  }
  for (let i = boxes.length - 1; i > 0; i--) {
    mass[boxes[i]!.parent]! += mass[i]!
    size[boxes[i]!.parent]! += size[i]!
  }
  const whole = Math.max(1, totalMass)
  const back = nearestSure(page, p, 1)
  const on = nearestSure(page, p, -1)
  const textBefore = nearestText(page, p, 1)
  const textAfter = nearestText(page, p, -1)
  let before = 0
  for (let i = 0; i < n; i++) {
    const block = blocks[i]!
    const own = block.shape.size
    const likely = p[i]! * own
    let o = i * secondLookCount
    out[o++] = p[i]!
    for (const step of around) {
      const k = i + step
      out[o++] = k >= 0 && k < n ? p[k]! : NONE
    }
    let at = block.box
    for (let level = 0; level < 3; level++) {
      const others = size[at]! - own
      out[o++] = others < 1 ? NONE : (mass[at]! - likely) / others
      at = Math.max(0, boxes[at]!.parent)
    }
    const signature = signatureOf[i]!
    const sameSignature = signatureSize[signature]! - own
    out[o++] = sameSignature < 1 ? NONE : (signatureMass[signature]! - likely) / sameSignature
    out[o++] = Math.min(50, signatureCount[signature]! - 1)
    out[o++] = (signatureMass[signature]! - likely) / whole
    at = block.box
    for (let level = 0; level < LEVELS; level++) {
      at = Math.max(0, boxes[at]!.parent)
      out[o++] = mass[at]! / whole
    }
    out[o++] = before / whole
    out[o++] = (totalMass - before - likely) / whole
    const b = back[i]!
    const a = on[i]!
    out[o++] = b < 0 ? FAR : Math.min(FAR, i - b)
    out[o++] = a < 0 ? FAR : Math.min(FAR, a - i)
    out[o++] = b >= 0 && a >= 0 ? Math.min(2 * FAR, a - b) : 2 * FAR
    out[o++] = topMass / whole
    out[o++] = textBefore[i]!
    out[o++] = textAfter[i]!
    before += likely
  }
  return out
}

/** For each block the nearest likely and long one before it (1) or after it (-1); -1 if there is none. */
function nearestSure(page: Page, p: Float32Array, direction: 1 | -1): Int32Array {
  const n = p.length
  const at = new Int32Array(n)
  let last = -1
  for (let k = 0; k < n; k++) {
    const i = direction === 1 ? k : n - 1 - k
    at[i] = last
    if (p[i]! > SURE && page.blocks[i]!.shape.size >= SURE_SIZE) last = i
  }
  return at
}

/** The probability of the nearest block of running text before (1) or after (-1) each block. */
function nearestText(page: Page, p: Float32Array, direction: 1 | -1): Float32Array {
  const n = p.length
  const out = new Float32Array(n)
  let last = NONE
  for (let k = 0; k < n; k++) {
    const i = direction === 1 ? k : n - 1 - k
    out[i] = last
    if (page.blocks[i]!.prose) last = p[i]!
  }
  return out
}
