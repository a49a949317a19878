import type { Command } from 'commander'
import type { Queryable } from '../../adapters/postgres/sql.ts'
import { counted } from '../../core/text/counted.ts'
import { inOneLine } from '../../core/text/printable.ts'
import { explainReasons } from '../../pipeline/reasons.ts'
import { listStories, type StoryLine } from '../../queries/reading.ts'
import { type UncertainJoin, uncertainJoins } from '../../queries/uncertain.ts'
import { type CommonOptions, withReadOnlyDeps } from '../context.ts'
import { baseCommand, since, whole } from '../options.ts'
import { clock } from '../terminal/table.ts'

interface Options extends CommonOptions {
  readonly since?: Date
  readonly minOutlets: number
  readonly uncertain?: boolean
  readonly limit: number
}

export function command(): Command {
  return baseCommand('Lists stories, most outlets first.')
    .option('--since <time>', 'with an article since: 24h, 7d, 2026-05-20', since(new Date()))
    .option('--min-outlets <n>', 'only stories of at least this many outlets', whole(0), 0)
    .option('--uncertain', 'the articles whose place in their story is least certain')
    .option('--limit <n>', 'at most so many', whole(1), 50)
    .action(async (options: Options) => {
      await withReadOnlyDeps(async ({ pool }) => {
        if (options.uncertain) {
          await listUncertain(pool, options)
          return
        }
        const stories = await listStories(pool, {
          since: options.since ?? null,
          minOutlets: options.minOutlets,
          limit: options.limit,
        })
        if (options.json) for (const story of stories) console.log(JSON.stringify(story))
        else if (!stories.length)
          console.log(
            (await listStories(pool, { since: null, minOutlets: 0, limit: 1 })).length
              ? 'no story fits: take --since further back, or ask for fewer outlets'
              : 'no stories yet: load something ("newsloom load"), or add a feed ("newsloom feed add URL")',
          )
        else console.log(stories.map(storyLines).join('\n'))
      })
    })
}

async function listUncertain(pool: Queryable, options: Options): Promise<void> {
  const { since = null, minOutlets, limit } = options
  const joins = await uncertainJoins(pool, { since, minOutlets, limit })
  if (options.json) for (const join of joins) console.log(JSON.stringify(join))
  else if (!joins.length) console.log('no join is uncertain')
  else console.log(joins.map(joinLines).join('\n\n'))
}

/** Articles that may not belong to their story: why they are there, and how to take them out. */
function joinLines(join: UncertainJoin): string {
  return [
    `${Math.round(join.probability * 100)} %  ${join.outlet ?? 'no outlet'}  ${clock(join.published_at)}  ${titleOf(join.title)}`,
    `    in story #${join.story_id} of ${join.article_count} articles: ${titleOf(join.story_title)}`,
    ...explainReasons(join.reasons).map((line) => `    ${line}`),
    `    another event? newsloom story split ${join.story_id} ${join.article_id}`,
  ].join('\n')
}

/** A story on two lines: its title, then its outlets and when it began. */
export function storyLines(story: StoryLine): string {
  const wire = story.article_count - story.independent_count
  return [
    `#${story.story_id}  ${titleOf(story.title)}`,
    `    ${counted(story.outlet_count, 'outlet')}, ${counted(story.article_count, 'article')}${wire > 0 ? `, ${story.independent_count} independent` : ''}, since ${clock(story.first_published_at)}: ${story.outlets.join(', ')}`,
  ].join('\n')
}

/** A title within a line. */
export function titleOf(title: string | null): string {
  return title === null ? '(no title)' : inOneLine(title)
}
