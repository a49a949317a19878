import { isPlace } from '../places/places.ts'

const HAN = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

export function isEastAsian(text: string): boolean {
  return HAN.test(text)
}

const ROLE_BEFORE =
  /^(?:.{0,8}?(?:特约记者|特約記者|本报记者|本報記者|实习记者|驻.{1,6}记者|特派员|特派員|特派记者|编辑委员|編集委員|論説委員|记者|記者|作者|撰文|撰稿|文|文字|通讯员|评论员|執筆|取材|글|취재)[\s:：/／丨|·・＝=]*(?=\s*\S{2}))/u
const ROLE_AFTER =
  /[\s・]*(?:本报|编译|整理|报道|報道|报导|報導|電|电|摄|记者|記者|特派員|編集委員|論説委員|氏|さん|著|(?:인턴|객원|수습|선임|전문|사진|여행|문화|경제|정치|디지털)*\s*(?:기자|특파원|논설위원|논설실장|선임기자|칼럼니스트|편집장|에디터|교수|변호사|대표|평론가|앵커|통신원))$/u
/** Desks, teams and parts of agencies' names that appear in the place of a person's name. */
const NO_PERSON =
  /^(?:共同|時事|社説|本社|综合|综合报道|本报讯|评论员|編集部|编辑部|편집부|온라인)$|(?:팀|국|部|网|網|社)$/u
/** The outlet before the name: 朝日新聞デジタル 田中太郎. */
const OUTLET_WORD =
  /(?:新聞|デジタル|通信|放送|テレビ|日报|日報|晚报|新闻网|新闻|周刊|网|電視|电视台|일보|신문|뉴스|방송)$/u
const OTHER_ROLE =
  /^(?:编辑|編輯|责任编辑|責任編輯|责编|校对|审核|编审|监制|来源|來源|摄影|攝影|图片|写真|撮影|사진|편집|그래픽|출처|制图|设计)/u

/**
 * Names in a Chinese, Japanese or Korean byline: 本报记者 张三 李四, 田中太郎記者, 홍길동·김철수 기자.
 * In Chinese a space separates two names; in Japanese and Korean it separates the family name from the given name.
 */
export function eastAsianNames(text: string, language: string | undefined): string[] {
  const names: string[] = []
  const clauses = text
    .replace(/[(（[【〔].*?[)）\]】〕]/gu, ' ')
    .replace(
      /(?<=\S)\s*(?=(?:作者|撰文|编辑|編輯|责任编辑|責任編輯|责编|摄影|攝影|来源|來源|图片)[\s:：/])/gu,
      ' ; ',
    )
    .split(/[;；|｜•=＝]/u)
  for (const clause of clauses) {
    const trimmed = clause.trim()
    if (!trimmed || OTHER_ROLE.test(trimmed)) continue
    const withoutRole = trimmed.replace(ROLE_BEFORE, '')
    const parts = withoutRole.split(
      language === 'ja' || /[\p{Script=Hiragana}]/u.test(text) ? /[,，、;／/]/u : /[,，、;／/·]/u,
    )
    for (const part of parts) for (const name of spaced(part, language)) names.push(name)
  }
  return names.filter((name, i) => names.indexOf(name) === i && !NO_PERSON.test(name) && !isPlace(name))
}

function spaced(part: string, language: string | undefined): string[] {
  let text = part.trim()
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(ROLE_AFTER, '').replace(ROLE_BEFORE, '').trim()
  }
  if (!text || !HAN.test(text)) return []
  const all = text.split(/\s+/)
  const words = all
    .filter((word) => all.length === 1 || !OUTLET_WORD.test(word))
    .filter((word) => !ROLE_AFTER.test(` ${word}`) || word.length > 5)
  const han = words.every((word) => /^\p{Script=Han}{2,4}$/u.test(word))
  if (language !== 'ja' && han && words.length > 1) return words
  if (words.every((word) => /^\p{Script=Hangul}{2,4}$/u.test(word)) && words.length > 1)
    return words.every((word) => word.length >= 3) ? words : [words[0]!]
  const name = words.join(' ')
  return [...name].length >= 2 && [...name].length <= 20 ? [name] : []
}
