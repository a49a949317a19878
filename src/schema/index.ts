/**
 * The public views in the schema `news` as drizzle definitions: `import * as news from 'newsloom/schema'`, then
 * `drizzle(pool).select().from(news.stories)` gives typed rows. Keys are the names of the columns (docs/schema.md).
 */
export * from './news/articles.ts'
export * from './news/operations.ts'
export * from './news/sources.ts'
export * from './news/stories.ts'
