import { servedTasks } from '../../../adapters/threads/serve.ts'
import { answerLine, type InspectOptions } from './answer.ts'
import { inspectArticle } from './article.ts'
import type { PoolTask } from './pool.ts'

/** One thread of `newsloom inspect article`: takes a line, gives its answer as JSON. */
export const run = servedTasks(
  async ({ number, line, options }: PoolTask & { readonly options: InspectOptions }): Promise<string> =>
    JSON.stringify(await answerLine(inspectArticle, line, number, options)),
)
