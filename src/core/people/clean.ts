import { decodeHTML } from 'entities/decode'
import { foldWord } from '../dates/text/fold.ts'
import { monthOf } from '../dates/words/months.ts'
import { isRole } from './names.ts'
import { BY_PHRASES } from './words.ts'

/** Marks the place where two elements of the page were joined without a space; what follows is rarely another name. */
export const GLUE = '\u241f'

const byWords = new Set(BY_PHRASES.flatMap((phrase) => phrase.split(' ')).filter((word) => word.length > 1))

/**
 * Separates elements of a page that were joined without a space: VonSabrina → Von Sabrina, HassanProducer →
 * Hassan; Producer. A short first part is left unchanged (McCabe, DiCaprio, LaToya) unless it means "by".
 */
function unglue(text: string): string {
  return text.replace(/(\p{L}*\p{Ll})(?=(\p{Lu}\p{L}*))/gu, (part: string, _same: string, next: string) => {
    if (byWords.has(part.toLowerCase())) return `${part} `
    if (isRole(next)) return `${part} ${GLUE} `
    return part.length < 4 || /^(?:Mac|Fitz|Vander|Dell|Saint)$/.test(part) ? part : `${part} ${GLUE} `
  })
}

/** Words before a date that say what the date is ("last updated"). `posted by` is not one: a name follows it. */
const STATUS =
  /(?<!\p{L})(?:last\s+(?:updated|modified|edited)|first\s+published|posted|published|updated|modified|created|mise?\s+à\s+jour|publiée?|modifiée?|zuletzt\s+aktualisiert|aktualisiert|veröffentlicht|erstellt|actualizad[oa]|publicad[oa]|atualizado|aggiornato|pubblicato|uppdaterad|publicerad|oppdatert|publisert|opdateret|bijgewerkt|gepubliceerd|opublikowano|zaktualizowano|aktualizacja|güncelleme|обновлено|опубликовано)(?!\p{L})(?!\s+(?:by|in|par|von|vom|por|da|door|av|af|przez|de|di)(?!\p{L}))(?:\s*(?:on|at|le|am|el|il|den|op|em|:)(?!\p{L}))*/giu

/** Robert (Bob) Marsh: a first name, a nickname in brackets, a surname. */
const NICKNAME =
  /(?<=(?:^|[,;|&:]\s*|(?:^|\s)(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|and|und|et|y|e)\s+)\p{Lu}[\p{L}'’.-]+\s)\s*\(\p{Lu}[\p{L}'’.-]+\)\s+(?=\p{Lu}[\p{Ll}'’])/gu

const TEXT_WORD =
  'text|texte|textes|texto|textos|testo|testi|tekst|words|story|stories|article|report|reporting|beitrag|bericht|recherche|reportage|interview'
const AND = '\\s*(?:[,&+/]|\\b(?:and|und|et|y|e|og|och|en|i)\\b)\\s*'
/** Text und Fotos: Ann Lee; Story and photos by Ann Lee: two works of one person, one of them the text. */
const TEXT_AND_MORE = new RegExp(
  `(?<![\\p{L}(])(?:(?:${TEXT_WORD})(?:${AND}\\p{L}{4,12}){1,2}|\\p{L}{4,12}${AND}(?:${TEXT_WORD}))(?:\\s*[:：]\\s*|\\s+(?:by|von|par|por|di|de|door|av|af)\\s+(?=\\p{Lu}))`,
  'giu',
)

const EMOJI =
  /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|[\u200b-\u200f\u2060\ufeff\u00ad]|\ufe0e|\ufe0f/gu

/** A byline on one line without markup, emoji, mail addresses, links or handles; joined elements are separated. */
export function cleanByline(text: string): string {
  const plain = decodeHTML(decodeHTML(text.slice(0, 1000)).replace(/<[^<>]*>/g, ' '))
    .normalize('NFC')
    .replace(
      /\b(?:e-?mail|mail to|mailto|twitter|x\.com|facebook|instagram|linkedin|follow|contact)\b\s*:?(?=\s)/gi,
      ' ',
    )
    .replace(/(?:https?:\/\/|www\.)\S+/gi, ' ; ')
    .replace(/[^\s,;|()<>@]+@[^\s,;|()<>@]+\.[^\s,;|()<>@]+/g, ' ; ')
    .replace(/(?:^|(?<=[\s(,;|/]))@[\p{L}\p{N}_.]+/gu, ' ; ')
    .replace(STATUS, ' ; ')
    .replace(TEXT_AND_MORE, ' ; text: ')
    .replace(NICKNAME, '')
    .replace(EMOJI, ' ')
    .replaceAll('_', ' ')
    .replace(/["“”„«»]([^"“”„«»]{1,40})["“”„«»]/g, (whole, inner: string) =>
      inner.length + 4 < text.length ? ' ' : whole,
    )
    .replace(/[\t\r\n]+/g, ' ')
  return unglue(withoutDates(plain)).replace(/\s+/g, ' ').trim()
}

/** Removes numbers, and the months, weekdays and clock words beside them. */
function withoutDates(text: string): string {
  if (!/\p{N}/u.test(text)) return text
  const words = text
    .replace(/(\p{L})(?=\d)/gu, '$1 ')
    .replace(/(\d)(?=\p{L}{3})/gu, '$1 ')
    .split(/\s+/)
  const numeric = words.map((word) => /\p{N}/u.test(word))
  return words
    .map((word, i) => {
      if (numeric[i]) return ';'
      const beside = numeric[i - 1] || numeric[i + 1]
      if (!beside) return word
      const bare = foldWord(word.replace(/[.,;|()]/g, ''))
      const clockWord =
        /^(?:uhr|h|am|pm|min|minutes?|gmt|utc|[a-z]{1,2}[ds]?t|cest|bst|ist|mesz|mez|um|at|à|às|alle)$/.test(
          bare,
        )
      return monthOf(bare, undefined) || clockWord ? ';' : word
    })
    .join(' ')
}
