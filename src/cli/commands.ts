import type { Commands } from './command-entry.ts'

/** Every command, in the order in which `newsloom --help` shows them. */
export const commands: Commands = {
  up: { summary: 'start everything: database, queue, workers, pages', load: () => import('./run/up.ts') },
  demo: {
    summary: 'the bundled sample end to end, in a throw-away directory',
    load: () => import('./run/demo.ts'),
  },
  worker: { summary: 'one or more workers, until a signal', load: () => import('./run/worker.ts') },
  load: {
    summary: 'load files: .html .txt .jsonl .warc, folders, stdin',
    load: () => import('./data/load.ts'),
  },
  outlet: {
    summary: 'the registry of outlets: add, list, show, set, merge, rules',
    load: () => import('./sources/outlet.ts'),
  },
  feed: {
    summary: 'feeds: add, import, export, list, set, remove, pause, resume, poll',
    load: () => import('./sources/feed.ts'),
  },
  enqueue: { summary: 'fetch these article addresses', load: () => import('./sources/enqueue.ts') },
  status: { summary: 'stages, backlog, hosts, feeds, throughput', load: () => import('./look/status.ts') },
  stories: { summary: 'the stories, by outlets', load: () => import('./look/stories.ts') },
  story: { summary: 'one story and why each article is in it', load: () => import('./look/story.ts') },
  article: {
    summary: 'one article: fields, versions, history; remove, correct',
    load: () => import('./look/article.ts'),
  },
  replay: { summary: 'run a stage again, from stored bytes', load: () => import('./data/replay.ts') },
  documents: {
    summary: 'where raw bytes are kept: move them out of Postgres, or back',
    load: () => import('./data/documents.ts'),
  },
  reader: {
    summary: 'a password for the read-only role news_reader',
    load: () => import('./change/reader.ts'),
  },
  operator: {
    summary: 'people who may change things: add, list, remove',
    load: () => import('./change/operator.ts'),
  },
  tail: { summary: 'the change feed, as it happens', load: () => import('./look/tail.ts') },
  webhook: {
    summary: 'endpoints that get the change feed: add, list, remove',
    load: () => import('./change/webhook.ts'),
  },
  export: {
    summary: 'articles, stories, syndication as JSONL, CSV or Parquet',
    load: () => import('./data/export.ts'),
  },
  extract: {
    summary: 'the article of one page, printed: no database',
    load: () => import('./data/extract.ts'),
  },
  inspect: {
    summary: 'what Newsloom reads in a page, feed, date …: JSON lines in and out, no database',
    load: () => import('./look/inspect.ts'),
  },
  migrate: { summary: 'apply the pending migrations', load: () => import('./run/migrate.ts') },
  seed: {
    summary: 'add the outlets and feeds that ship with Newsloom',
    load: () => import('./sources/seed.ts'),
  },
  doctor: { summary: 'check an installation and say what to do', load: () => import('./look/doctor.ts') },
  help: {
    summary: 'help on a command, or every setting ("help config")',
    load: () => import('./look/help.ts'),
  },
}
