import type { Block } from '../page/blocks.ts'
import type { Unit } from './find-units.ts'

/** Which blocks of a page are its body. Each array has one entry a block, in the order of the page. */
export interface BodyChoice {
  /** 1 for a block of the body. */
  readonly kept: Uint8Array
  /** The rule that decided last, in words; empty where the model did. */
  readonly why: string[]
  /** The model's probability that the block is text. */
  readonly p: Float32Array
  /** What is kept whole or dropped whole. */
  readonly units: readonly Unit[]
}

/** Takes a block out of the body, for the reason `why`. */
export function dropBlock(choice: BodyChoice, block: Block, why: string): void {
  choice.kept[block.index] = 0
  choice.why[block.index] = why
}
