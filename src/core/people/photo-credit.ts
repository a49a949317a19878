import { findAgencies, isAgency, withoutAgencies } from './agency.ts'

export interface PhotoCredit {
  /** The caption without its credit. */
  readonly text: string
  /** Who took or provided the picture, without the agency, in mixed case; null when only an agency is named. */
  readonly credit: string | null
  /** The agency as the registry names it, or null. */
  readonly agency: string | null
}

const LABEL =
  '(?:photo(?:s|graph|graphs|graphy)?|picture[s]?|pic|images?|file photo|ap photo|afp photo|foto[s]?|bild(?:er)?|bildquelle|quelle|cr[ée]dit(?:s)?(?: photos?)?|copyright|courtesy|fotograf(?:[ií]a|ie|o)?|imagen|imagem|immagine|beeld|kuva|zdj[ęe]cie|fot|фото|снимка|слика|写真|撮影|사진|图片来源|图源|图|图片|صورة|تصوير|عکس|צילום|φωτογραφία|ภาพ|ảnh)'
const AGENCY_END = '[^.!?。()\\[\\]\\n]{2,80}'

/** `(Photo by Ann Lee/Getty Images)`, `[Photo/Xinhua]`, `(AP Photo/Ann Lee)`, `(Reuters)` at the end. */
const BRACKETED = new RegExp(
  `\\s*[(\\[（［【](${AGENCY_END}|[^()\\[\\]]{2,80})[)\\]）］】]\\s*\\.?\\s*$`,
  'u',
)
/** `Photo: Ann Lee/AP`, `Foto: dpa`, `© AFP`, `Credit: Reuters`, `Fot. Jan Nowak / PAP` at the end or alone. */
const LABELLED = new RegExp(
  `(?:^|(?<=[.!?…"”»)。|•·\\n–—-])\\s*|\\s+[|•·–—-]\\s*|\\s+(?=[©ⓒ]))(?:[©ⓒ]|${LABEL}\\s*(?:by\\s+|de\\s+|von\\s+|:|：|\\/|=|©|\\(c\\)|\\.(?=\\s\\p{Lu}))+)\\s*(${AGENCY_END})\\.?\\s*$`,
  'iu',
)
/** `… on Wednesday. SAUL LOEB/REUTERS`: a part after the last sentence that contains an agency. */
const AFTER_DASH = /\s[-–—|]\s+([^.!?…。\n]{2,80}?)\.?\s*$/u
const TRAILING = /(?<=[.!?…"”»)。]|^)\s*[-–—|]?\s*([^.!?…。\n]{2,80}?)\.?\s*$/u

/**
 * Separates a caption from the credit of its picture.
 * A credit is accepted when it has a label, when it is in brackets with an agency or a label, or when it names an agency
 * after the caption's last sentence; otherwise the whole caption is returned as text.
 */
export function parseCredit(caption: string): PhotoCredit {
  const whole = caption.normalize('NFC').replace(/\s+/g, ' ').trim()
  const bracketed = BRACKETED.exec(whole)
  if (bracketed && (isCreditText(bracketed[1]!) || findAgencies(bracketed[1]!).length > 0))
    return credited(whole.slice(0, bracketed.index), bracketed[1]!)
  const labelled = LABELLED.exec(whole)
  if (labelled)
    return credited(
      whole.slice(0, labelled.index + (/^[.!?]/.exec(labelled[0])?.[0].length ?? 0)),
      labelled[0],
    )
  for (const pattern of [AFTER_DASH, TRAILING]) {
    const trailing = pattern.exec(whole)
    if (trailing && findAgencies(trailing[1]!).length > 0 && looksLikeCredit(trailing[1]!))
      return credited(whole.slice(0, trailing.index), trailing[1]!)
  }
  return { text: whole, credit: null, agency: null }
}

const CREDIT_START = new RegExp(`^(?:[©ⓒ]|${LABEL})(?:\\s|[:：/=]|$)`, 'iu')

function isCreditText(text: string): boolean {
  return CREDIT_START.test(text.trim())
}

/** Not a sentence: it has only names and signs, and the agency is a separate part or the last words. */
function looksLikeCredit(text: string): boolean {
  const named = text.replace(/\s+(?:pic|photo|foto)s?$/i, '')
  const parts = named.split(/\s*[/|,]\s*|\s+[-–—]\s+|\s+via\s+/)
  const agencyApart = parts.some(isAgency) || withoutAgencies(named, '\u0000').trimEnd().endsWith('\u0000')
  if (!agencyApart && !WITHOUT_CASE.test(text)) return false
  return text
    .split(/[\s/|,]+/)
    .every(
      (word) => word === '' || /^[\p{Lu}\p{Lo}©(\d]/u.test(word) || SMALL_WORD.test(word) || isAgency(word),
    )
}

const WITHOUT_CASE = /^\p{Lo}/u
const SMALL_WORD = /^(?:via|pic|by|for|de|von|van|der|la|le|al|bin|el|and|und|et|y|[-–—])$/

const LABELS = new RegExp(
  `^[\\s|•·–—-]*(?:[©ⓒ]|${LABEL}(?=[\\s:：/=.])(?!\\s+alliance)|by\\s|\\s|[:：/=.]|\\bby\\b)+`,
  'iu',
)

function credited(text: string, credit: string): PhotoCredit {
  const plain = credit
    .replace(LABELS, '')
    .replace(/\s*\bfile\s+photo\b|\bfile\b\s*$|\barchiv\w*\b|\bhandout\b|\bpool\b|\bpic\b|\bvia\b/gi, ' ')
    .trim()
  const agencies = findAgencies(credit, 'photo')
  const people = plain
    .split(/\s*[/|,;•·]\s*|\s+via\s+|\s+[-–—]\s+/u)
    // "Ann Lee for The Times" names two; "Institute for Space Research" is one name
    .flatMap((part) => (INSTITUTION.test(part) ? [part] : part.split(/\s+(?:for|für|pour)\s+/u)))
    .map((part) => part.replace(/^(?:by|©|\(c\))\s+/i, '').trim())
    .filter(
      (part) =>
        part !== '' &&
        !isAgency(part) &&
        !/^(?:photo|pic|pool|afp photo|ap photo|via|getty)$/i.test(part) &&
        !/^\d{4}$/.test(part),
    )
    .map((part) => usualCase(hanName(withoutAgencyAtEnds(part))))
    .filter((part) => part !== '')
  return {
    text: text.replace(/[\s|•·–—-]+$/u, '').trim(),
    credit: people.length > 0 ? people.join(', ') : null,
    agency: agencies[0]?.name ?? null,
  }
}

const INSTITUTION =
  /\b(?:Institut\w*|Cent(?:er|re)|Zentrum|Agency|Agentur|Office|Amt|Bundesamt|Museum|Musée|Society|Gesellschaft|Foundation|Stiftung|Fonda\w+|Ministry|Ministerium|Ministère|Academy|Akademie|Committee|Council|Department|Laborator\w+|Observator\w+|Service|Union|University|Universität|Université|Programme|Partnership|Campaign|Association)(?!\p{L})/u

function withoutAgencyAtEnds(part: string): string {
  const words = part.split(' ')
  if (words.length > 1 && isAgency(words.at(-1)!) && words.at(-1) !== 'Magnum') words.pop()
  if (words.length > 1 && isAgency(words[0]!) && words[0] === words[0]!.toUpperCase()) words.shift()
  return words.join(' ')
}

/** 新华社记者 张三 摄: the photographer is between the agency and the word for taking a picture. */
function hanName(part: string): string {
  if (!/\p{Script=Han}/u.test(part)) return part
  return withoutAgencies(part, '')
    .trim()
    .replace(/^(?:记者|記者|发|發|通讯员|资料图)\s*/u, '')
    .replace(/\s*(?:摄|攝|供图|撮影|提供)$/u, '')
    .trim()
}

/** SAUL LOEB → Saul Loeb; other names, and short words in capitals within them, are left unchanged. */
function usualCase(name: string): string {
  if (name !== name.toUpperCase() || !/\p{Lu}{3}/u.test(name) || !name.includes(' ')) return name
  return name.toLowerCase().replace(/(?:^|[\s'’.-])\p{L}/gu, (start) => start.toUpperCase())
}
