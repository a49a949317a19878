import { foldWord } from '../text/fold.ts'
import type { Item } from '../text/items.ts'

const PUBLISHED =
  'published posted erstveroffentlichung veroffentlichung first created issued veroffentlicht erstellt erschienen zuerst publie publiee publicado publicada publicacion pubblicato creado gepubliceerd geplaatst publicerad publisert offentliggjort julkaistu opublikowano publikacja publikovano vydano zverejneno опубликовано опубликован опубліковано δημοσιευση δημοσιευτηκε yayinlanma yayin megjelent publicat objavljeno نشر نشرت انتشار פורסם प्रकाशित đăng terbit diterbitkan เผยแพร่ 发布 發布 公開 掲載 配信 입력 등록'
const UPDATED =
  'updated update modified edited revised refreshed aktualisiert aktualisierung geandert bearbeitet actualizado actualizada actualizacion atualizado atualizada atualizacao modifie modifiee jour maj aggiornato aggiornata aggiornamento modifica modificato modificado bijgewerkt gewijzigd uppdaterad oppdatert opdateret paivitetty zaktualizowano aktualizacja aktualizovano обновлено обновлен изменено оновлено ενημερωση ενημερωθηκε guncelleme guncellendi guncellenme frissitve frissitett actualizat azurirano تحديث تعديل محدث بروزرسانی עודכן אחרון अपडेट अद्यतन diperbarui cập แก้ไข อัปเดต 更新 修正 수정'

const words = (list: string): ReadonlySet<string> => new Set(list.split(' ').map(foldWord))
const published = words(PUBLISHED)
const updated = words(UPDATED)
const UPDATED_CJK = /更新|修正|수정/
const PUBLISHED_CJK = /发布|發布|公開|掲載|配信|입력|등록/

export type Label = 'published' | 'updated' | null

/** What the words from one item to another call the date that follows them; the last such word wins. */
export function labelBetween(items: readonly Item[], from: number, to: number): Label {
  for (let at = to - 1; at >= from; at--) {
    const item = items[at]!
    if (item.kind !== 'word') continue
    const { folded } = item.token
    if (updated.has(folded) || UPDATED_CJK.test(folded)) return 'updated'
    if (published.has(folded) || PUBLISHED_CJK.test(folded)) return 'published'
  }
  return null
}
