/** The sets of labelled pages whose licenses (Apache-2.0, CC-BY-4.0, MIT) allow training on them. */
export const licensed: ReadonlySet<string> = new Set(['naeb', 'wcxb_dev', 'fundus_tests'])

/** FNV-1a. */
export function hash(text: string): number {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return h >>> 0
}

/** All pages of a site are in one fold, so that no model is scored on a site of its training data. */
export const siteFold = (domain: string, folds: number): number => hash(domain) % folds

/** A line of gold.jsonl, as far as all who read it need it. */
export interface GoldPage {
  readonly id: string
  readonly set: string
  readonly domain: string
  readonly url: string
  /** Gzipped, below the folder of gold.jsonl. */
  readonly html_file: string
  readonly body?: string
}
