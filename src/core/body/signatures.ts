import type { Page } from '../page/blocks.ts'

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

/** More than a page has boxes, and so names of tags. */
const MANY = 1 << 20

/** Blocks with one signature (tag and class, two levels up) are of one kind, wherever they are. */
export function readSignatures(page: Page, blockWeight: Float32Array): Signatures {
  const { blocks, boxes } = page
  const tags = new Map<string, number>()
  const classes = new Map<string, number>()
  const names = new Map<number, number>()
  const nameOf = new Int32Array(boxes.length)
  for (let i = 0; i < boxes.length; i++) {
    const { element } = boxes[i]!
    const classNumber = numberIn(classes, element.attribs.class || '')
    nameOf[i] = numberIn(names, classNumber * MANY + numberIn(tags, element.name))
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

/** The number of a name, counted from 1 in the order of their coming. */
function numberIn<T>(known: Map<T, number>, name: T): number {
  let number = known.get(name)
  if (number === undefined) {
    number = known.size + 1
    known.set(name, number)
  }
  return number
}
