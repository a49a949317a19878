/**
 * Every table of Newsloom as a drizzle definition: `import * as tables from 'newsloom/schema/tables'`. Tables are not a
 * public contract, unlike the views in `newsloom/schema`: they change from version to version.
 */
export * from './tables/articles.ts'
export * from './tables/derived.ts'
export * from './tables/operations.ts'
export * from './tables/sources.ts'
export * from './tables/stories.ts'
