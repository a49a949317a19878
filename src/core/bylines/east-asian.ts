const HAN = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

export function isEastAsian(text: string): boolean {
  return HAN.test(text)
}

const ROLE_BEFORE =
  /^(?:.{0,8}?(?:特约记者|特約記者|本报记者|本報記者|实习记者|驻.{1,6}记者|特派员|特派員|特派记者|编辑委员|編集委員|論説委員|记者|記者|作者|撰文|撰稿|文|文字|通讯员|评论员|執筆|取材|글|취재)[\s:：/／丨|·・＝=]*(?=\s*\S{2}))/u
const ROLE_AFTER =
  /[\s・]*(?:本报|编译|整理|报道|報道|报导|報導|電|电|摄|记者|記者|特派員|編集委員|論説委員|氏|さん|著|(?:인턴|객원|수습|선임|전문|사진|여행|문화|경제|정치|디지털)*\s*(?:기자|특파원|논설위원|논설실장|선임기자|칼럼니스트|편집장|에디터|교수|변호사|대표|평론가|앵커|통신원))$/u
const OTHER_ROLE =
  /^(?:编辑|編輯|责任编辑|責任編輯|责编|校对|审核|编审|监制|来源|來源|摄影|攝影|图片|写真|撮影|사진|편집|그래픽|출처|制图|设计)/u

/**
 * Names in a Chinese, Japanese or Korean byline: 本报记者 张三 李四, 田中太郎記者, 홍길동·김철수 기자.
 * In Chinese a blank parts two names, in Japanese and Korean family from given name.
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
  return names.filter((name, i) => names.indexOf(name) === i)
}

function spaced(part: string, language: string | undefined): string[] {
  let text = part.trim()
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(ROLE_AFTER, '').replace(ROLE_BEFORE, '').trim()
  }
  if (!text || !HAN.test(text)) return []
  const words = text.split(/\s+/).filter((word) => !ROLE_AFTER.test(` ${word}`) || word.length > 5)
  const han = words.every((word) => /^\p{Script=Han}{2,4}$/u.test(word))
  if (language !== 'ja' && han && words.length > 1) return words
  if (words.every((word) => /^\p{Script=Hangul}{2,4}$/u.test(word)) && words.length > 1)
    return words.every((word) => word.length >= 3) ? words : [words[0]!]
  const name = words.join(' ')
  return [...name].length >= 2 && [...name].length <= 20 ? [name] : []
}
