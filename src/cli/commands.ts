import type { Command } from 'commander'

interface Entry {
  readonly summary: string
  /** Imported only when called, so that `newsloom --help` stays quick. */
  readonly load: () => Promise<{ readonly command: () => Command }>
}

/** Every command, in the order in which `newsloom --help` shows them. */
export const commands: Readonly<Record<string, Entry>> = {
  up: { summary: 'everything in one go: database, queue, workers, pages', load: () => import('./up.ts') },
  demo: {
    summary: 'the bundled sample end to end, in a throw-away directory',
    load: () => import('./demo.ts'),
  },
  worker: { summary: 'one or more workers, until a signal', load: () => import('./worker.ts') },
  load: { summary: 'load files: .html .txt .jsonl .warc, folders, stdin', load: () => import('./load.ts') },
  outlet: {
    summary: 'the registry of outlets: add, list, show, set, merge, rules',
    load: () => import('./outlet.ts'),
  },
  feed: {
    summary: 'feeds: add, import, export, list, set, remove, pause, resume, poll',
    load: () => import('./feed.ts'),
  },
  enqueue: { summary: 'fetch these article addresses', load: () => import('./enqueue.ts') },
  status: { summary: 'stages, backlog, hosts, feeds, throughput', load: () => import('./status.ts') },
  stories: { summary: 'the stories, by outlets', load: () => import('./stories.ts') },
  story: { summary: 'one story and why each article is in it', load: () => import('./story.ts') },
  article: {
    summary: 'one article: fields, versions, life; remove, correct',
    load: () => import('./article.ts'),
  },
  replay: { summary: 'again, from stored bytes', load: () => import('./replay.ts') },
  reader: { summary: 'a password for the read-only role news_reader', load: () => import('./reader.ts') },
  operator: {
    summary: 'people who may change things: add, list, remove',
    load: () => import('./operator.ts'),
  },
  tail: { summary: 'the change feed, as it happens', load: () => import('./tail.ts') },
  webhook: {
    summary: 'endpoints that hear of changes: add, list, remove',
    load: () => import('./webhook.ts'),
  },
  export: {
    summary: 'articles, stories, syndication as JSONL, CSV or Parquet',
    load: () => import('./export.ts'),
  },
  extract: {
    summary: 'the article of one page, printed: no database',
    load: () => import('./extract.ts'),
  },
  inspect: {
    summary: 'what Newsloom makes of something: JSON lines in and out, no database',
    load: () => import('./inspect.ts'),
  },
  migrate: { summary: 'bring the tables up to date', load: () => import('./migrate.ts') },
  seed: { summary: 'add the outlets and feeds that ship with Newsloom', load: () => import('./seed.ts') },
  doctor: { summary: 'check an installation and say what to do', load: () => import('./doctor.ts') },
  help: { summary: 'help on a command, or every setting ("help config")', load: () => import('./help.ts') },
}
