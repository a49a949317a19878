import { findAgencies } from '../people/agency.ts'
import { datelineOf, type ParsedDateline } from './dateline-parts.ts'
import { cityOf, countryOf } from './places.ts'

const CHINESE =
  /^(?:[(（【［[]\s*(?<head>[^)）】］\]]{2,12}?)\s*[)）】］\]]\s*)?(?:据?(?<agency>新华社|中新社|中新网|中国新闻网|央视网|人民网|本报|本台|法新社|路透社|美联社|共同社|中央社|新華社)\s*)(?<city>\p{Script=Han}{2,12}?)?\s*(?:\d{1,2}月)?\d{1,2}日\s*(?:综合)?(?:电|電|讯|訊|消息|报道)?\s*(?:[(（][^)）]{1,40}[)）])?[\s,，：:—-]*/u
/** 【北京=共同】, (서울=연합뉴스) 홍길동 기자 =, （中央社記者王小明台北5日電） */
const BRACKETED =
  /^(?:【(?<ja>[^】=＝]{1,14})[=＝](?<jaAgency>[^】]{1,14})】|[(（[](?<ko>[^)）\]=＝]{1,14})[=＝](?<koAgency>[^)）\]]{1,14})[)）\]](?:\s*[^=＝\n]{1,40}?\s*기자(?:\s*[·,]?[^=＝\n]{1,20}?기자)?\s*[=＝])?|[(（]中央社記者(?<tw>\p{Script=Han}{4,12}?)\d{1,2}日[^)）]{0,6}[)）])\s*/u

/** `新华社北京5月20日电`, `【北京=共同】`, `(서울=연합뉴스) 홍길동 기자 =`: Chinese, Japanese and Korean datelines. */
export function eastAsianDateline(text: string): ParsedDateline | null {
  const chinese = CHINESE.exec(text)
  if (chinese) {
    const place = hanPlace(chinese.groups!.city) ?? hanPlace(chinese.groups!.head)
    return datelineOf(text, chinese[0].length, place ?? { city: null, country: null })
  }
  const bracketed = BRACKETED.exec(text)
  if (!bracketed) return null
  const groups = bracketed.groups!
  const named = (groups.ja ?? groups.ko ?? '').split(/[·・、,]/)[0]!.trim()
  const place = named ? (cityOf(named) ?? countryPlace(named)) : taiwanese(groups.tw ?? '')
  if (!place && findAgencies(bracketed[0]).length === 0) return null
  return datelineOf(text, bracketed[0].length, place ?? { city: named || null, country: null })
}

function hanPlace(name: string | undefined): { city: string; country: string } | null {
  return name ? cityOf(name) : null
}

/** 王小明台北: the place is at the end. */
function taiwanese(text: string): { city: string; country: string } | null {
  for (let length = 2; length <= 4; length++) {
    const place = cityOf(text.slice(-length))
    if (place) return place
  }
  return null
}

function countryPlace(name: string): { city: null; country: string } | null {
  const country = countryOf(name)
  return country ? { city: null, country } : null
}
