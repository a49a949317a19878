import { expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { openNewsloom } from '../../support/newsloom.ts'

it('a plea that an outlet has in the place of several articles makes them neither one article nor one story', async () => {
  const deps = await openNewsloom()
  try {
    const plea = [
      'Subscribe to read the full story. You have reached your limit of free articles this month.',
      'Keep reading from just one pound for the first three months. Cancel anytime. Already a subscriber? Log in.',
      'Subscribers enjoy unlimited access on all devices, the daily digital edition, newsletters and puzzles.',
    ].join('\n\n')
    const pages = [
      ['a', 'Redburn shipyard to close with loss of 640 jobs'],
      ['b', 'Headteacher suspended at Whitley Grange Academy'],
      ['c', 'Rovers sack manager Lacey after seventh defeat'],
      // The third page again, under a second address.
      ['d', 'Rovers sack manager Lacey after seventh defeat'],
    ] as const
    const load = async (rows: readonly (typeof pages)[number][], offset = 0): Promise<void> => {
      const lines = rows.map(([id, title], i) =>
        rowOfLine(
          JSON.stringify({ id, url: `https://a.example/${id}`, outlet: 'A', title, body: plea }),
          'test.jsonl',
          offset + i + 1,
        ),
      )
      await loadRows(deps, lines)
      await runPipelineUntilIdle(deps)
    }
    await load(pages.slice(0, 2))
    await load(pages.slice(2), 2)
    const { rows } = await deps.pool.query(
      'select title, stage, duplicate_of from articles order by title, stage',
    )
    expect(rows).toEqual([
      { title: 'Headteacher suspended at Whitley Grange Academy', stage: 'clustered', duplicate_of: null },
      { title: 'Redburn shipyard to close with loss of 640 jobs', stage: 'clustered', duplicate_of: null },
      { title: 'Rovers sack manager Lacey after seventh defeat', stage: 'clustered', duplicate_of: null },
      expect.objectContaining({ stage: 'dropped' }),
    ])
    const { rows: stories } = await deps.pool.query(
      "select count(distinct story_id)::int as stories from articles where stage = 'clustered'",
    )
    expect(stories).toEqual([{ stories: 3 }])
  } finally {
    await deps.close()
  }
})
