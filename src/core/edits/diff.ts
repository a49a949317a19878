import { diffArrays, diffWordsWithSpace } from 'diff'

/** The part of a version that is compared. */
export interface VersionText {
  readonly title: string | null
  readonly body: string | null
}

export interface Edit {
  /**
   * The changed passages, one a line: `[-words that went-]`, `{+words that came+}`, with a few words around each; a
   * changed headline comes first. As in wdiff, so that it can be read in any terminal.
   */
  readonly diff: string
  readonly wordsAdded: number
  readonly wordsRemoved: number
  /** Whether the new text says that it was changed: a correction or update note that was not there before. */
  readonly marked: boolean
}

/** Words kept on each side of a change. */
const CONTEXT_WORDS = 6
/** Limits of a diff, which is for reading; the complete texts are in the two versions. */
const MAX_DIFF_CHARS = 20_000
/** Bounds the search for the shortest diff; beyond it a passage counts as replaced whole. */
const MAX_EDIT_LENGTH = 2_000

/** Describes for people what changed from one version to the next. */
export function describeEdit(before: VersionText, after: VersionText): Edit {
  const passages = [
    ...(before.title === after.title ? [] : [wordDiff(before.title ?? '', after.title ?? '')]),
    ...bodyPassages(before.body ?? '', after.body ?? ''),
  ]
  const diff = passages.map(({ text }) => text).join('\n')
  return {
    diff: diff.length > MAX_DIFF_CHARS ? `${diff.slice(0, MAX_DIFF_CHARS)} …` : diff,
    wordsAdded: passages.reduce((sum, { added }) => sum + added, 0),
    wordsRemoved: passages.reduce((sum, { removed }) => sum + removed, 0),
    marked: notesIn(after) > notesIn(before),
  }
}

interface Passage {
  readonly text: string
  readonly added: number
  readonly removed: number
}

/** Paragraph against paragraph first: it keeps a moved or new paragraph in one piece, and the word diffs short. */
function bodyPassages(before: string, after: string): Passage[] {
  const parts = diffArrays(paragraphs(before), paragraphs(after), { maxEditLength: MAX_EDIT_LENGTH })
  if (!parts) return [wordDiff(before, after)]
  const passages: Passage[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    if (!part.added && !part.removed) continue
    const next = parts[i + 1]
    if (part.removed && next?.added) {
      passages.push(...pairParagraphs(part.value, next.value))
      i++
    } else {
      const text = part.value.join(' ¶ ')
      passages.push(part.added ? wordDiff('', text) : wordDiff(text, ''))
    }
  }
  return passages
}

function pairParagraphs(gone: readonly string[], come: readonly string[]): Passage[] {
  const passages: Passage[] = []
  for (let i = 0; i < Math.max(gone.length, come.length); i++)
    passages.push(wordDiff(gone[i] ?? '', come[i] ?? ''))
  return passages
}

function wordDiff(before: string, after: string): Passage {
  const parts = (before &&
    after &&
    diffWordsWithSpace(before, after, { maxEditLength: MAX_EDIT_LENGTH })) || [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ]
  let text = ''
  let added = 0
  let removed = 0
  for (const [i, part] of parts.entries()) {
    if (!part.value) continue
    if (part.added) {
      added += wordCount(part.value)
      text += `{+${part.value.trim()}+}${/\s$/.test(part.value) ? ' ' : ''}`
    } else if (part.removed) {
      removed += wordCount(part.value)
      text += `[-${part.value.trim()}-]${/\s$/.test(part.value) ? ' ' : ''}`
    } else text += shorten(part.value, i > 0, i < parts.length - 1)
  }
  return { text: text.trim(), added, removed }
}

/** Unchanged words between two changes: only those next to them. */
function shorten(text: string, changeBefore: boolean, changeAfter: boolean): string {
  const words = text.split(/(?<=\s)/)
  const most = CONTEXT_WORDS * (Number(changeBefore) + Number(changeAfter))
  if (words.length <= most + 1) return text
  const head = changeBefore ? words.slice(0, CONTEXT_WORDS).join('') : ''
  const tail = changeAfter ? words.slice(-CONTEXT_WORDS).join('') : ''
  return `${head}… ${tail}`
}

const paragraphs = (body: string): string[] => body.split(/\n+/).filter((text) => text.trim())
const wordCount = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)?.length ?? 0

/** A paragraph or headline that opens with one of these words as a label: "Correction: …", "UPDATE, 14:10 – …". */
const LABEL =
  /^[\s([*]*(?:correction|corrected|clarification|update[sd]?|editor['’]s note|korrektur|berichtigung|richtigstellung|klarstellung|aktualisier(?:t|ung)|anmerkung der redaktion|correctif|rectificati[fe]|rectification|mise? à jour|précision|corrección|rectificación|fe de erratas|actualizad[ao]|actualización|aclaración|korekta|sprostowanie|aktualizacja|zaktualizowano|correzione|rettifica|aggiornamento|correção|atualização|atualizado|correctie|rectificatie|bijgewerkt|rättelse|uppdaterad|uppdatering|rettelse|rettet|oppdatert|opdateret|korjaus|päivitetty|исправлено|уточнение|обновлено|поправка|виправлено|оновлено|更正|訂正|更新|정정|تصحيح|تحديث)(?:[\s)\]*]*[:：.!,|–—-]|\s*\(|\s+\d|\s*$)/iu
/** A sentence that says it anywhere. */
const SENTENCE =
  /\b(?:this (?:article|story|report|post|headline|page)\b.{0,40}\b(?:was|has been|is being) (?:updated|corrected|amended|clarified|revised)|an? (?:earlier|previous) version of (?:this|the)|in einer (?:früheren|ersten|vorherigen) (?:fassung|version)|(?:dieser|der) (?:artikel|beitrag|text) wurde.{0,60}(?:aktualisiert|korrigiert|berichtigt|ergänzt)|(?:une|la) (?:première )?version (?:précédente|antérieure|initiale)? ?(?:de cet article|de ce texte)|cet article a été (?:modifié|corrigé|mis à jour|actualisé)|una versión (?:anterior|previa) de (?:este|esta)|(?:este artículo|esta noticia|esta información) (?:ha sido|fue) (?:actualizad|corregid|modificad)[ao]|poprzedni(?:a|ej) wersj[aię]|artykuł został (?:zaktualizowany|poprawiony)|uma versão anterior d|una versione precedente|een eerdere versie)/iu

/** How many notes about a change a text contains. */
function notesIn(text: VersionText): number {
  return [text.title ?? '', ...paragraphs(text.body ?? '')].filter(
    (part) => LABEL.test(part) || SENTENCE.test(part),
  ).length
}
