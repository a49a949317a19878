import { describe, expect, it } from 'vitest'
import { readBlocks } from '../../../src/core/page/cut/read-blocks.ts'
import { type PageText, parseDom } from '../../../src/core/page/dom.ts'
import { labelBlocks } from '../../../training/gold-labels.ts'
import { donorOf } from '../../../training/parts/fragments.ts'
import { addStructures, type NodeLabels } from '../../../training/parts/structures.ts'
import { random } from '../../../training/variants.ts'

const text = [
  'The lighthouse of Holm is to be painted red and white again. The last painter fell ill in the spring of 1999. Since then rain has washed most of the colour off.',
  'Two painters from the mainland will live in the keeper’s house until September. They bring four hundred litres of paint in a barge. The barge is towed by the mail boat.',
  'Children of the island school have drawn what the tower could look like. One of the drawings shows it with green stripes. The council prefers the old colours.',
]
const other = [
  'A storm has torn the roof from the fish hall of Varde. Nobody was in the building at that hour of the night. The fishermen now sell from their boats.',
  'The mayor of Varde speaks of damage that will take two years to repair. The insurance pays for the roof alone. A bank has offered a loan without interest.',
]
const caption = 'One of the drawings shows it with green stripes.'
const page = (paragraphs: readonly string[]): string =>
  `<html><body><h1>A tower gets its colours back</h1><div>${paragraphs.map((line) => `<p>${line}</p>`).join('')}</div></body></html>`

describe('labels of a page by a gold body', () => {
  const html = page([...text.slice(0, 2), caption, ...text.slice(2)])
  const targets = (body: readonly string[]): number[] => [
    ...labelBlocks(readBlocks(parseDom(html)), body.join('\n\n')).target,
  ]

  it('a caption that repeats a sentence of a paragraph is none of the text', () => {
    expect(targets(text)).toEqual([0, 1, 1, 0, 1])
  })

  it('but belongs to it where the gold body has the sentence twice', () => {
    expect(targets([...text.slice(0, 2), caption, ...text.slice(2)])).toEqual([0, 1, 1, 1, 1])
  })
})

describe('made-up parts', () => {
  const donor = (paragraphs: readonly string[]) => {
    const read = readBlocks(parseDom(page(paragraphs)))
    return donorOf(read, labelBlocks(read, paragraphs.join('\n\n')).target, 'A headline of another page')
  }
  const made = (seed: number): readonly (readonly [string, number])[] => {
    const dom = parseDom(page(text))
    const read = readBlocks(dom)
    const { target, weight } = labelBlocks(read, text.join('\n\n'))
    const labels: NodeLabels = new Map(
      read.blocks.flatMap(({ index, parts }) =>
        parts
          .filter((part): part is PageText => part !== null)
          .map((part) => [part, [target[index]!, weight[index]!]] as const),
      ),
    )
    addStructures(read, labels, donor(text), donor(other), random(seed))
    return readBlocks(dom).blocks.map(({ text: line, parts }) => [line, labels.get(parts[0]!)?.[0] ?? -1])
  }
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1)

  it('each has a label: what is of the other page is none of the text', () => {
    for (const seed of seeds) {
      const blocks = made(seed)
      expect(blocks.length).toBeGreaterThan(4)
      expect(blocks.filter(([, target]) => target < 0)).toEqual([])
      expect(
        blocks.filter(
          ([line, target]) => target > 0 && line.length > 25 && other.some((known) => known.includes(line)),
        ),
      ).toEqual([])
      for (const line of text) expect(blocks.find(([own]) => own === line)?.[1]).toBe(1)
    }
  })

  it('are the same for a seed, and differ between seeds', () => {
    expect(made(7)).toEqual(made(7))
    expect(new Set(seeds.map((seed) => JSON.stringify(made(seed)))).size).toBeGreaterThan(20)
  })
})
