/**
 * The first letters of words for what some feeds count beside a headline: comments and answers, votes, views; in the languages
 * of the feeds in which such counters were seen.
 */
const countedWords = [
  'comment',
  'kommentar',
  'comentario',
  'comentário',
  'commentaire',
  'commento',
  'commenti',
  'reactie',
  'reaction',
  'réaction',
  'opmerking',
  'komentar',
  'komentář',
  'komentarz',
  'kommentti',
  'kommentin',
  'hozzászólás',
  'комментар',
  'коментар',
  'σχόλι',
  'yorum',
  'תגוב',
  'تعليق',
  'نظر',
  'टिप्पणी',
  'মন্তব্য',
  'bình luận',
  'コメント',
  '评论',
  '評論',
  '留言',
  '回复',
  '댓글',
  'antwort',
  'repl',
  'response',
  'répons',
  'respuesta',
  'resposta',
  'ответ',
  'view',
  'vote',
  'like',
  'share',
  'point',
  'upvote',
] as const

const word = `(?:${countedWords.join('|')})[\\p{L}\\p{M}]{0,8}`
const number = '\\d{1,9}(?:[.,]\\d{1,3})?[kKmM]?'
/** `no comments`, in the languages in which systems write it */
const none = '(?:no|keine|aucun|sin|nessun|geen|inga|ingen|nenhum|brak|нет)'
/** `5件のコメント`, `5条评论` */
const measure = '[件条條則则個个]?'
/** `5 comments`, `comments: 5`, `no comments`, `💬 5` */
const count = `(?:${number} ?${measure}(?:の)? ?${word}|${word} ?[:：]? ?${number} ?${measure}|${none} ${word}|(?:💬|🗨️?|🗩) ?${number})`
const atEnd = new RegExp(
  `(?:[ \\-–—|·:,]*(?:[(\\[（【] ?(?:${count}|${number}) ?[)\\]）】]|${count}))$`,
  'iu',
)
const atStart = new RegExp(`^(?:[(\\[（【] ?(?:${count}|${number}) ?[)\\]）】]|${count})[ \\-–—|·:,]*`, 'iu')

/** A title without the number of its comments, answers or votes, which may be before or after the headline. */
function withoutCounters(title: string): string {
  return withoutStart(withoutEnd(title.replace(/\s+/g, ' ').trim()))
}

/** Characters. A counter is short: only so much of each end of the title is examined. */
const MAX_COUNTER = 80

function withoutEnd(title: string): string {
  const from = Math.max(0, title.length - MAX_COUNTER)
  return (title.slice(0, from) + title.slice(from).replace(atEnd, '')).trim() || title
}

function withoutStart(title: string): string {
  return (title.slice(0, MAX_COUNTER).replace(atStart, '') + title.slice(MAX_COUNTER)).trim() || title
}

/** Whether two titles are the same headline: a different number of comments does not make it another one. */
export function isSameTitle(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return before === after
  return before === after || withoutCounters(before) === withoutCounters(after)
}
