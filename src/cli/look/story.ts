import type { Command } from 'commander'
import { explainReasons } from '../../pipeline/reasons.ts'
import { readStory, type StoryMember } from '../../queries/reading.ts'
import { editCommands } from '../change/story-edit.ts'
import { type CommonOptions, withReadOnlyDeps } from '../context.ts'
import { CliError } from '../errors.ts'
import { baseCommand, identity } from '../options.ts'
import { clock } from '../terminal/table.ts'
import { storyLines, titleOf } from './stories.ts'

export function command(): Command {
  const story = baseCommand(
    'Prints a story: its articles, copies under their original, and why each article is in it.',
  )
    .argument('<id>', 'the story', identity)
    .action(async (id: number, options: CommonOptions) => {
      await withReadOnlyDeps(async ({ pool }) => {
        const found = await readStory(pool, id)
        if (!found) throw new CliError(`there is no story ${id}: "newsloom stories" lists those there are`)
        if (options.json) {
          console.log(JSON.stringify({ ...found.story, articles: found.articles }))
          return
        }
        if (found.story.story_id !== id)
          console.log(`story ${id} became part of story ${found.story.story_id}\n`)
        console.log(`${storyLines(found.story)}\n`)
        for (const article of found.articles) console.log(memberLines(article))
      })
    })
  for (const edit of editCommands()) story.addCommand(edit)
  return story
}

function memberLines(article: StoryMember): string {
  const copy = article.duplicate_of !== null
  const indent = copy ? '      ' : '  '
  const head = copy
    ? `copy of ${article.duplicate_of}, ${Math.round((article.similarity ?? 0) * 100)} % of its text`
    : 'original'
  return [
    `${indent}${clock(article.published_at)}  ${article.outlet ?? 'no outlet'}  ${titleOf(article.title)}  [${article.article_id}, ${head}]`,
    ...explainReasons(article.reasons).map((line) => `${indent}    ${line}`),
  ].join('\n')
}
