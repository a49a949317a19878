import { describe, expect, test } from 'vitest'
import { readSource } from '../../../src/pipeline/poll/read-source.ts'

const address = 'https://quay.example/feed'
const day = (n: number) => new Date(Date.UTC(2012, 0, 1 + n)).toUTCString()
const items = (count: number, isDated: boolean) =>
  Array.from(
    { length: count },
    (_, n) =>
      `<item><title>Story ${n}</title><link>https://quay.example/${n}</link>${isDated ? `<pubDate>${day(n)}</pubDate>` : ''}</item>`,
  )

async function numbersOf(list: readonly string[]) {
  const body = Buffer.from(`<rss version="2.0"><channel><title>Quay</title>${list.join('')}</channel></rss>`)
  const source = await readSource({ body, contentType: null, url: address, outlet: {} })
  if (!source.ok) throw new Error(source.reason)
  return {
    numbers: source.entries.map(({ link }) => Number(link?.split('/').at(-1))),
    leftOut: source.leftOut,
  }
}

describe('of a feed with more items than are taken, the newest are taken', () => {
  test.each([
    ['oldest first', items(5_050, true)],
    ['newest first', items(5_050, true).reverse()],
  ])('%s', async (_order, list) => {
    const { numbers, leftOut } = await numbersOf(list)
    expect([numbers.length, Math.min(...numbers), Math.max(...numbers)]).toEqual([5_000, 50, 5_049])
    expect(leftOut).toMatchObject({ entries: 50 })
  })

  test('and without dates those of both ends', async () => {
    const { numbers } = await numbersOf(items(5_050, false))
    expect(numbers).toEqual(expect.arrayContaining([0, 5_049]))
  })

  test('and nothing is moved where nothing is left out', async () => {
    expect((await numbersOf(items(3, true))).numbers).toEqual([0, 1, 2])
  })
})
