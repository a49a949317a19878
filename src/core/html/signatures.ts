import type { Page } from './blocks.ts'

export interface SignatureSums {
  size: number
  links: number
  prose: number
  count: number
}

export interface Signatures {
  /** The number of each block's signature. */
  readonly of: Int32Array
  readonly sums: readonly SignatureSums[]
}

/** Blocks of one signature (tag and class, two levels up) are cousins, wherever they stand. */
export function readSignatures(page: Page, blockWeight: Float32Array): Signatures {
  const { blocks, boxes } = page
  const names = new Map<string, number>()
  const nameOf = new Int32Array(boxes.length)
  for (let i = 0; i < boxes.length; i++) {
    const { element } = boxes[i]!
    const name = element.attribs.class ? `${element.name}.${element.attribs.class}` : element.name
    let number = names.get(name)
    if (number === undefined) {
      number = names.size + 1
      names.set(name, number)
    }
    nameOf[i] = number
  }
  const wide = names.size + 2
  const numbers = new Map<number, number>()
  const numberOf = new Int32Array(boxes.length).fill(-1)
  const of = new Int32Array(blocks.length)
  const sums: SignatureSums[] = []
  for (const block of blocks) {
    let number = numberOf[block.box]!
    if (number < 0) {
      const { parent } = boxes[block.box]!
      const grandparent = parent < 0 ? -1 : boxes[parent]!.parent
      const key =
        (nameOf[block.box]! * wide + (parent < 0 ? 0 : nameOf[parent]!)) * wide +
        (grandparent < 0 ? 0 : nameOf[grandparent]!)
      const known = numbers.get(key)
      number = known ?? sums.length
      if (known === undefined) {
        numbers.set(key, number)
        sums.push({ size: 0, links: 0, prose: 0, count: 0 })
      }
      numberOf[block.box] = number
    }
    of[block.index] = number
    const sum = sums[number]!
    sum.size += block.shape.size
    sum.links += block.linkSize
    sum.prose += blockWeight[block.index]!
    sum.count++
  }
  return { of, sums }
}
