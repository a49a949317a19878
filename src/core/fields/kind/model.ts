import { loadForest, predict } from '../../body/forest.ts'
import { type KindSigns, kindFeatureNames, kindFeatures } from './features.ts'
import model from './model.json' with { type: 'json' }

const forest = loadForest(model.forest)

export interface OtherThanArticle {
  /** The probability that the page is a list, a shop's, a product's or a service's page (`training/kinds.ts`). */
  readonly p: number
  readonly row: Float32Array
  /** The numbers from which it was decided, by name. */
  named(): Readonly<Record<string, number>>
}

export function otherThanArticle(signs: KindSigns): OtherThanArticle {
  const row = kindFeatures(signs)
  return {
    p: predict(forest, row, 0),
    row,
    named: () => Object.fromEntries(kindFeatureNames.map((name, i) => [name, row[i]!])),
  }
}
