import type { ArticleRecord } from '../../core/record/record.ts'

type Fields =
  | 'title'
  | 'dek'
  | 'authors'
  | 'agencies'
  | 'dateline'
  | 'language'
  | 'section'
  | 'tags'
  | 'canonical_url'
  | 'image_url'
  | 'captions'
  | 'body'
  | 'word_count'
  | 'kind'

/** What a user's own step gets: the article as `news.articles` has it. */
export interface StepArticle extends Pick<ArticleRecord, Fields> {
  readonly article_id: number
  /** Slug of its outlet. */
  readonly outlet: string | null
  readonly url: string | null
  readonly published_at: Date | null
  readonly modified_at: Date | null
  readonly first_seen_at: Date
  /** Counts the changes of its headline or text. */
  readonly version: number
  readonly story_id: number | null
  /** The original of which it is a copy. */
  readonly duplicate_of: number | null
}

export interface StepContext {
  /** Aborts when the worker stops: the article is given to the step again at the next start. */
  readonly signal: AbortSignal
}

/** A step of a user's own: what the module has to export that `newsloom worker run FILE` runs. */
export interface OwnStep {
  /** The name under which the results are kept: small letters, digits, `-` and `_`. */
  readonly name: string
  /**
   * The version of the step's logic or model. Another version starts again over all articles, and keeps the results of the
   * others.
   */
  readonly version: string | number
  /** How many articles it gets at once; 4 if not given. */
  readonly concurrency?: number
  /**
   * Called for each article, at least once: after a crash, and when the article has changed, again.
   *
   * @returns what is kept as JSON; undefined keeps nothing, and drops what was kept for this article
   * @throws to be called again, after a second, then two, four and eight; then the failure is recorded, and the next change of
   * the article, or `--retry-failed`, tries it again
   */
  annotate(article: StepArticle, context: StepContext): unknown
}
