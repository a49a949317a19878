import type { Command } from 'commander'
import { transaction } from '../../adapters/postgres/db.ts'
import type { Tx } from '../../adapters/postgres/sql.ts'
import { recordAction } from '../../store/operations/operators.ts'
import { type EditResult, mergeStories, splitStory, undoEdit } from '../../store/stories/edits.ts'
import { type CommonOptions, withDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { madeByCli } from '../made-by.ts'
import { baseCommand, identity } from '../options.ts'

const identities = (text: string, before: number[] = []) => [...before, identity(text)]

/** `newsloom story merge|split|undo`: corrections by people, reversible. */
export function editCommands(): Command[] {
  return [
    baseCommand('Merges two stories; the older id stays.')
      .name('merge')
      .argument('<a>', 'a story', identity)
      .argument('<b>', 'the other', identity)
      .action((a: number, b: number, options: CommonOptions) =>
        edit(options, 'story.merged', (tx) => mergeStories(tx, a, b, madeByCli())),
      ),
    baseCommand('Moves articles of a story into a new one; copies move with their original.')
      .name('split')
      .argument('<id>', 'the story', identity)
      .argument('<article...>', 'the articles to take out', identities)
      .action((id: number, articles: number[], options: CommonOptions) =>
        edit(options, 'story.split', (tx) => splitStory(tx, id, articles, madeByCli())),
      ),
    baseCommand('Undoes a merge or a split.')
      .name('undo')
      .argument('<edit>', 'its number, as merge and split print it', identity)
      .action((id: number, options: CommonOptions) =>
        edit(options, 'story.undone', (tx) => undoEdit(tx, id), 'undone: '),
      ),
  ]
}

async function edit(
  options: CommonOptions,
  action: string,
  work: (tx: Tx) => Promise<EditResult>,
  prefix = '',
): Promise<void> {
  await withDeps(async ({ pool }) => {
    const result = await transaction(pool, async (tx) => {
      const done = await work(tx)
      if (done.ok)
        await recordAction(tx, madeByCli(), action, `story ${done.storyId}`, {
          edit: done.editId,
          other_story: done.otherStoryId,
        })
      return done
    })
    if (!result.ok) throw new CliError(result.message)
    if (options.json) console.log(JSON.stringify(result))
    else
      console.log(
        `${prefix}edit ${result.editId}: stories ${result.storyId} and ${result.otherStoryId}${prefix ? '' : `; "newsloom story undo ${result.editId}" takes it back`}`,
      )
  })
}
