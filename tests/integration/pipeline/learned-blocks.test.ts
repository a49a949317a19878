import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRows } from '../../../src/pipeline/load/load.ts'
import { rowOfLine } from '../../../src/pipeline/load/rows.ts'
import { runPipelineUntilIdle } from '../../../src/runtime/workers/until-idle.ts'
import { openNewsloom, type TestNewsloom } from '../../support/newsloom.ts'

const promise =
  'Our reporters walk the quay every morning, so that you need not: write to them about what you see there.'
const wire = [
  'HARBOURTOWN (Reuters) - The ferry to Marrow Quay sailed again on Monday after nine weeks in dry dock, the line said.',
  'Its captain sounded the horn three times, as the harbour rules ask of a ship that has been away for over a month.',
  'Passengers who had taken the road around the bay all winter said that they would not miss the potholes at all.',
  'The line has promised that the second ferry of the fleet will follow before the summer, with a new coat of paint.',
]
const things = ['herring', 'rope', 'tar', 'salt', 'canvas', 'amber', 'cork', 'hemp', 'brass', 'eels']
const halls = ['north', 'south', 'west', 'east', 'old', 'new', 'upper', 'lower', 'long', 'round']
/** Sentences that no other report has. */
const own = (n: number): string[] =>
  [0, 1, 2, 3].map(
    (i) =>
      `Of the ${things[n % 10]} that came in by the ${things[(n + i) % 10]} boat, the ${halls[i]} hall sold more than the ${halls[(n + 3) % 10]} one did all week.`,
  )

let deps: TestNewsloom
beforeEach(async () => {
  deps = await openNewsloom()
})
afterEach(() => deps.close())

let line = 0
/** Loads and reads one page of an outlet, after all that came before it. */
async function read(
  outlet: string,
  path: string,
  title: string,
  paragraphs: readonly string[],
): Promise<string> {
  const url = `https://${outlet}.example/${path}`
  const html = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><article><h1>${title}</h1>
${paragraphs.map((p) => `<p>${p}</p>`).join('\n')}</article></main></body></html>`
  await loadRows(deps, [rowOfLine(JSON.stringify({ url, html, outlet }), 'test.jsonl', ++line)])
  await runPipelineUntilIdle(deps)
  const { rows } = await deps.pool.query('select body from articles where url = $1', [url])
  return rows[0].body
}

describe('what an outlet repeats', () => {
  it('is dropped, and a wire copy that two outlets share never is', async () => {
    for (let n = 0; n < 4; n++)
      await read('gull', `town/${n}`, `The ${things[n % 10]} market is busy`, [...own(n), promise])
    expect(await read('gull', 'town/9', 'The eel market is busy', [...own(9), promise])).not.toContain(
      'walk the quay',
    )

    // The same wire copy: one outlet runs it again and again, with a new line of its own; another once.
    const runs: string[] = []
    for (let n = 20; n < 25; n++)
      runs.push(
        await read('gull', `wire/${n}`, `Ferry sails again with ${things[n % 10]} aboard`, [
          ...wire,
          own(n)[0]!,
          promise,
        ]),
      )
    runs.push(await read('tern', 'wire/1', 'Ferry is back at the quay', wire))
    for (const body of runs) for (const paragraph of wire.slice(1)) expect(body).toContain(paragraph)
  })
})
