import { transaction } from '../../adapters/postgres/db.ts'
import type { CopyArticle } from '../../core/copies/compared-pairs.ts'
import { copyReasons } from '../../core/copies/cut.ts'
import { groupCopies } from '../../core/copies/groups.ts'
import { originOf } from '../../core/copies/origin.ts'
import { repeatedShingles } from '../../core/copies/outlet-shingles.ts'
import { type CopyPair, type CopyPart, connectedParts } from '../../core/copies/parts.ts'
import { comparable } from '../../core/copies/similarity.ts'
import { digestText } from '../../core/text/digest.ts'
import {
  loadOutletShingles,
  type RepeatedShingle,
  saveOutletShingles,
} from '../../store/copies/outlet-shingles.ts'
import {
  applyCopyRepair,
  clusteredSinceRepair,
  copyMembers,
  loadCopyPairs,
  type WantedPart,
} from '../../store/copies/repairs.ts'
import { saveTemplated, type TemplatedNote } from '../../store/copies/templated.ts'
import { type CopyLink, type CopyText, copyFacts, loadCopyTexts } from '../../store/copies/texts.ts'
import type { Deps } from '../deps.ts'

/** Articles whose fingerprints are looked up at once. */
const LOOKED_UP = 1_000
/**
 * Transactions that cluster last a second or two, and the articles that they find are compared from the other side as well.
 * So this overlap is shorter than that of the stories, because here texts are read again.
 */
const OVERLAP_S = 60
/** Texts held at once. */
const TEXTS_HELD = 500

/**
 * Decides again on the copies around new articles. Groups are made from all articles that share fingerprints, whatever the
 * order in which they came, and even where several workers clustered at once and missed a pair. `days`: publication days of
 * the new articles. @returns how many articles changed
 */
export async function repairCopies(deps: Deps, days: readonly string[]): Promise<number> {
  const fresh = await clusteredSinceRepair(deps.pool, OVERLAP_S)
  if (!fresh.length) return 0
  const pairs = await inChunks(fresh, (ids) => loadCopyPairs(deps.pool, ids, days))
  // Where one article of a group is new or shares keys with a new one, the other articles of its group are added, with the
  // keys that they share.
  const known = new Set(fresh)
  const members = await inChunks([...new Set([...fresh, ...pairs.flatMap(({ a, b }) => [a, b])])], (ids) =>
    copyMembers(deps.pool, ids),
  )
  const links = members.map(({ id, root }): [number, number] => [id, root])
  const mates = [...new Set(members.map(({ id }) => id))].filter((id) => !known.has(id))
  const here = new Set([...fresh, ...mates])
  const old = await inChunks(mates, (ids) => loadCopyPairs(deps.pool, ids, days))
  const all = distinct([...pairs, ...old.filter(({ a, b }) => here.has(a) && here.has(b))])
  let changed = 0
  // Stored only at the end: the order of the parts must make no difference.
  const seen: RepeatedShingle[] = []
  const templated: TemplatedNote[] = []
  for (const parts of batches(
    connectedParts(
      all,
      links.filter(([id, root]) => id !== root),
    ),
  )) {
    const texts = new Map(
      (
        await loadCopyTexts(
          deps.pool,
          parts.flatMap(({ ids }) => ids),
        )
      )
        .filter(({ clustered }) => clustered)
        .map((row) => [row.id, row]),
    )
    const outlets = [...new Set([...texts.values()].flatMap(({ outlet_id }) => outlet_id ?? []))]
    const repeated = await loadOutletShingles(deps.pool, outlets)
    const wanted = parts.flatMap(
      (part) => wantedPart(part, texts, known, repeated, { seen, templated }) ?? [],
    )
    if (wanted.length) changed += await transaction(deps.pool, (tx) => applyCopyRepair(tx, wanted))
  }
  await saveOutletShingles(deps.pool, seen)
  await saveTemplated(deps.pool, templated)
  return changed
}

async function inChunks<T>(
  ids: readonly number[],
  look: (ids: readonly number[]) => Promise<T[]>,
): Promise<T[]> {
  const found: T[] = []
  for (let i = 0; i < ids.length; i += LOOKED_UP)
    for (const row of await look(ids.slice(i, i + LOOKED_UP))) found.push(row)
  return found
}

function distinct(pairs: readonly CopyPair[]): CopyPair[] {
  return [...new Map(pairs.map((pair) => [`${pair.a} ${pair.b}`, pair])).values()]
}

function* batches(parts: readonly CopyPart[]): Generator<CopyPart[]> {
  let batch: CopyPart[] = []
  let texts = 0
  for (const part of parts) {
    if (texts + part.ids.length > TEXTS_HELD && batch.length) {
      yield batch
      batch = []
      texts = 0
    }
    batch.push(part)
    texts += part.ids.length
  }
  if (batch.length) yield batch
}

/** What the parts show on the way. */
interface Findings {
  readonly seen: RepeatedShingle[]
  readonly templated: TemplatedNote[]
}

/** The groups that a part should have; null where it has them already. */
function wantedPart(
  part: CopyPart,
  texts: ReadonlyMap<number, CopyText>,
  fresh: ReadonlySet<number>,
  repeated: ReadonlyMap<number, ReadonlySet<number>>,
  { seen, templated }: Findings,
): WantedPart | null {
  const rows = part.ids.flatMap((id) => texts.get(id) ?? [])
  if (rows.length < 2) return null
  const articles = rows.map(
    (row): CopyArticle => ({ ...copyFacts(row), text: comparable(digestText(row.body ?? ''), row.title) }),
  )
  const index = new Map(rows.map(({ id }, i) => [id, i]))
  const place = (a: number, b: number): [number, number][] => {
    const [x, y] = [index.get(a), index.get(b)]
    return x === undefined || y === undefined ? [] : [[x, y]]
  }
  const pairs = part.pairs.flatMap(({ a, b }) => place(a, b))
  const own = repeatedShingles(articles, pairs)
  for (const [outlet, counts] of own)
    for (const [shingle, n] of counts) seen.push({ outletId: Number(outlet), shingle, articles: n })
  const { groups, templated: forms } = groupCopies(
    articles,
    pairs,
    // A copy of an article that was rewritten since is a copy of its earlier text.
    rows.flatMap(({ id, duplicate_of: of }) =>
      of !== null && (texts.get(of)?.version ?? 1) > 1 ? place(id, of) : [],
    ),
    withOwn(repeated, own),
  )
  const formsOf = Map.groupBy(forms, ([a]) => a)
  for (const { id } of rows)
    templated.push({ id, others: formsOf.get(id)?.map(([, b]) => b) ?? [], judged: part.ids })
  const rootOf = new Map(
    groups.flatMap(({ original, members }) => members.map((m) => [m.id, original] as const)),
  )
  const links = rows.flatMap((row): CopyLink[] => {
    const original = rootOf.get(row.id)
    if (!original || original.id === row.id) return []
    if (row.duplicate_of === original.id && !fresh.has(original.id)) return []
    const its = articles[index.get(row.id)!]!
    const full = { id: original.id, body: texts.get(original.id)!.body ?? '', text: original.text }
    const why = originOf(groups.find((group) => group.original === original)!.members).reasonOver(its)
    return [
      {
        id: row.id,
        original: original.id,
        reasons: copyReasons({ body: row.body ?? '', text: its.text }, full, why),
      },
    ]
  })
  const isAsItWas = rows.every(({ id, duplicate_of: of }) => {
    const root = rootOf.get(id)?.id ?? id
    return root === (of ?? id)
  })
  if (isAsItWas && !links.length) return null
  return {
    was: new Map(rows.map(({ id, duplicate_of }) => [id, duplicate_of])),
    groups: groups.map(({ original, members }) => ({
      original: original.id,
      copies: members.flatMap(({ id }) => (id === original.id ? [] : [id])),
    })),
    links,
  }
}

/** What outlets are known to repeat, and what these articles show. */
function withOwn(
  known: ReadonlyMap<number, ReadonlySet<number>>,
  own: ReadonlyMap<string | number, ReadonlyMap<number, number>>,
): Map<string | number, ReadonlySet<number>> {
  const all = new Map<string | number, ReadonlySet<number>>(known)
  for (const [outlet, counts] of own) all.set(outlet, new Set([...(all.get(outlet) ?? []), ...counts.keys()]))
  return all
}
