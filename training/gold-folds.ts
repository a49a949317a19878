/** The sets of labelled pages whose licences allow to learn from them: Apache-2.0, CC-BY-4.0 and MIT. */
export const licensed: ReadonlySet<string> = new Set(['naeb', 'wcxb_dev', 'fundus_tests'])

/** FNV-1a. */
export function hash(text: string): number {
  let h = 2166136261
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return h >>> 0
}

/** All pages of a site fall into one fold: a model must not be scored on a site that it knows. */
export const siteFold = (domain: string, folds: number): number => hash(domain) % folds
