import type { EventKind } from '../../schema/values.ts'

/** Where the database and the queue are. Values that are not given come from the environment, as for every command. */
export interface ClientOptions {
  /** `postgres://…`; if not given DATABASE_URL, else the embedded Postgres in NEWSLOOM_HOME. */
  readonly database?: string | undefined
  /** `redis://…`, where the workers use REDIS_URL. */
  readonly redis?: string | undefined
}

export interface EnqueueOptions {
  /** Slug or name of the outlet they belong to; without it, the outlet of the address. */
  readonly outlet?: string | undefined
  /** In the lane of archives, which has a lower priority than live news. */
  readonly backfill?: boolean | undefined
}

export interface EnqueueReport {
  readonly new: number
  readonly known: number
  readonly refused: readonly { readonly url: string; readonly message: string }[]
  readonly articleIds: readonly number[]
}

/** An article to load: a page (`html`), its plain text (`text`), or fields that are extracted already (`body`, `title`). */
export interface LoadArticle {
  readonly id?: string | number | null | undefined
  readonly url?: string | null | undefined
  readonly outlet?: string | null | undefined
  readonly html?: string | null | undefined
  readonly text?: string | null | undefined
  readonly body?: string | null | undefined
  readonly title?: string | null | undefined
  readonly authors?: string | readonly string[] | null | undefined
  readonly published_at?: string | null | undefined
  readonly language?: string | null | undefined
}

export interface LoadOptions {
  /** Slug or name of the outlet for all articles that name none. */
  readonly outlet?: string | undefined
}

export interface LoadReport {
  readonly new: number
  readonly known: number
  readonly refused: number
  /** The reasons; `line` is the position among the given articles, from 1 on. At most 1,000. */
  readonly refusals: readonly { readonly line: number; readonly code: string; readonly message: string }[]
  readonly articleIds: readonly number[]
}

export interface TailOptions {
  /** After this cursor, or from the `start` of the changes that are kept; if not given, changes from now on. */
  readonly from?: string | undefined
  /** Only these kinds. */
  readonly kinds?: readonly EventKind[] | undefined
  /** End when every existing change has been given. */
  readonly once?: boolean | undefined
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
}

/** A change of the feed: each is given once, in an order that never changes. */
export interface Change {
  /** Store it, and continue from it. */
  readonly cursor: string
  readonly kind: EventKind
  /** The article or story that it is about. */
  readonly subject_id: number
  readonly payload: unknown
  readonly created_at: Date
}

export interface Client {
  /** Makes articles from addresses, for the workers to fetch. */
  enqueue(urls: readonly string[], options?: EnqueueOptions): Promise<EnqueueReport>
  /** Loads articles, for the workers to extract. The input may be endless: it is read as it is stored. */
  load(
    articles: Iterable<LoadArticle> | AsyncIterable<LoadArticle>,
    options?: LoadOptions,
  ): Promise<LoadReport>
  /** The change feed, until the loop over it ends or `signal` aborts. */
  tail(options?: TailOptions): AsyncGenerator<Change, void, undefined>
  close(): Promise<void>
}
