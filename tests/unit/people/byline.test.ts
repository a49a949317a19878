import { describe, expect, test } from 'vitest'
import { findAgencies, isAgency, withoutAgencies } from '../../../src/core/people/agency.ts'
import { parseByline } from '../../../src/core/people/byline.ts'

describe('people in bylines', () => {
  test.each([
    ['en', 'By ANN LEE and TOM ROE', ['ANN LEE', 'TOM ROE']],
    ['en', 'By Ann Lee, BBC News, Washington', ['Ann Lee']],
    ['en', 'By Ann Lee in London and Tom Roe in Paris', ['Ann Lee', 'Tom Roe']],
    ['en', 'Ann Lee, Chief Political Correspondent, and Tom Roe', ['Ann Lee', 'Tom Roe']],
    ['en', 'Reporting by Ann Lee; Editing by Tom Roe', ['Ann Lee']],
    ['en', 'Photography by Tom Roe', []],
    ['en', 'Ann LeeProducer', ['Ann Lee']],
    ['en', 'By Fiona McDonald', ['Fiona McDonald']],
    ['en', 'By Ann Lee @annlee · 5 min read', ['Ann Lee']],
    ['en', 'By Ann Lee | ann.lee@paper.example | The Daily Times', ['Ann Lee']],
    ['en', 'Prof. Ann Lee, PhD, MD', ['Ann Lee']],
    [
      'en',
      'By Ludwig van Beethoven and Juan de la Cruz Jr.',
      ['Ludwig van Beethoven', 'Juan de la Cruz Jr.'],
    ],
    ['en', 'Ann Lee &amp; Tom O&#39;Hara', ['Ann Lee', "Tom O'Hara"]],
    ['en', 'by ann lee', ['ann lee']],
    ['en', 'By Dan Lee', ['Dan Lee']],
    ['en', 'By Henrik A. Oakes', ['Henrik A. Oakes']],
    ['en', 'By Ada V. Quill, Tom W. Roe and Z. B. Lee', ['Ada V. Quill', 'Tom W. Roe', 'Z. B. Lee']],
    ['en', 'By William (Bill) Roe and Ann (Annie) Lee', ['William Roe', 'Ann Lee']],
    ['en', 'Posted on May 4, 2025 by Ann Lee', ['Ann Lee']],
    ['en', 'Published May 4, 2025 | Ann Lee', ['Ann Lee']],
    ['en', 'Last Updated: May 4, 2025', []],
    ['en', 'By Ann Lee - https://blog.paper.example/ann', ['Ann Lee']],
    ['en', 'Ann Lee (@annlee)', ['Ann Lee']],
    [
      'fr',
      '04.05.2025 à 20h15 • Mis à jour le 05.05.2025 à 09h10 | Par Odile Marchetti',
      ['Odile Marchetti'],
    ],
    ['de', 'Zuletzt aktualisiert am 4. Mai 2025 von Hans Meier', ['Hans Meier']],
    ['en', 'By The Editorial Board', []],
    ['en', 'PTI | New Delhi', []],
    ['en', 'Ann Lee, Hindustan Times', ['Ann Lee']],
    ['en', 'Reported by: Ann Lee, Written by: Tom Roe', ['Ann Lee', 'Tom Roe']],
    ['fr', 'Par Le HuffPost', []],
    ['de', 'Von Hans Meier (Text) und Anna Müller (Fotos)', ['Hans Meier']],
    ['de', 'Aus Berlin von Hans Meier', ['Hans Meier']],
    ['en', 'Our Correspondent', []],
    ['de', 'VonAnna Müller', ['Anna Müller']],
    [
      'de',
      'Von Hans-Peter von der Heide und Maria zu Guttenberg, Brüssel',
      ['Hans-Peter von der Heide', 'Maria zu Guttenberg'],
    ],
    ['de', 'Von unserem Korrespondenten Hans Meier', ['Hans Meier']],
    ['de', 'Eine Kolumne von Hans Meier - 24.03.2024', ['Hans Meier']],
    ['de', 'Text: Hans Meier, Fotos: Anna Müller', ['Hans Meier']],
    ['de', 'Text von Hans Meier, Fotos von Anna Müller', ['Hans Meier']],
    ['en', 'By Ann Lee, 12 Harbor Road, Gulltown', ['Ann Lee']],
    ['de', 'Text & Fotos: Hans Meier', ['Hans Meier']],
    ['de', 'Fotos und Text: Hans Meier', ['Hans Meier']],
    ['de', 'Text, Recherche und Fotos von Hans Meier', ['Hans Meier']],
    ['en', 'Story and photos by Ann Lee', ['Ann Lee']],
    ['fr', 'Texte et photos : Marie Curie', ['Marie Curie']],
    ['fr', 'Propos recueillis par Marie Curie, envoyée spéciale à Kiev', ['Marie Curie']],
    ['fr', 'De notre correspondante Marie Curie', ['Marie Curie']],
    ['es', 'Ana López y Juan Pérez', ['Ana López', 'Juan Pérez']],
    ['es', 'Por José Ortega y Gasset', ['José Ortega y Gasset']],
    ['pt', 'Por João da Silva e Maria dos Santos', ['João da Silva', 'Maria dos Santos']],
    ['it', 'dal nostro inviato Carlo Rossi', ['Carlo Rossi']],
    ['it', 'di Anna Di Stefano', ['Anna Di Stefano']],
    ['nl', 'Door Jan de Vries en Piet van den Berg', ['Jan de Vries', 'Piet van den Berg']],
    ['sv', 'Av Anna Svensson och Per Nilsson', ['Anna Svensson', 'Per Nilsson']],
    ['da', 'Af Lars Jensen', ['Lars Jensen']],
    ['fi', 'Teksti: Matti Virtanen ja Liisa Korhonen', ['Matti Virtanen', 'Liisa Korhonen']],
    ['pl', 'oprac. Jan Kowalski', ['Jan Kowalski']],
    ['cs', 'Autor: Jan Novák', ['Jan Novák']],
    ['hu', 'Írta: Kovács János', ['Kovács János']],
    ['hr', 'Piše: Ivan Horvat', ['Ivan Horvat']],
    ['el', 'Γράφει ο Γιώργος Παπαδόπουλος', ['Γιώργος Παπαδόπουλος']],
    ['tr', 'Yazan: Ahmet Yılmaz', ['Ahmet Yılmaz']],
    ['ru', 'Автор: Иван Петров, корреспондент', ['Иван Петров']],
    ['uk', 'Автор: Іван Петренко', ['Іван Петренко']],
    ['bg', 'от Иван Петров', ['Иван Петров']],
    ['ar', 'كتب - أحمد علي ومحمد حسن', ['أحمد علي', 'محمد حسن']],
    ['ar', 'بقلم: منى السيد', ['منى السيد']],
    ['he', 'מאת דוד כהן', ['דוד כהן']],
    ['fa', 'نویسنده: علی رضایی', ['علی رضایی']],
    ['zh', '本报记者 张三 李四', ['张三', '李四']],
    ['zh', '来源：新华网 作者：王小明', ['王小明']],
    ['ja', '編集委員 田中 太郎', ['田中 太郎']],
    ['ja', '田中太郎記者', ['田中太郎']],
    ['ko', '홍길동·김철수 기자', ['홍길동', '김철수']],
    ['id', 'Penulis: Budi Santoso | Editor: Siti Aminah', ['Budi Santoso']],
    ['th', 'โดย สมชาย ใจดี', ['สมชาย ใจดี']],
    ['ca', 'Joan Puig i Maria Ferrer', ['Joan Puig', 'Maria Ferrer']],
  ])('%s: %s', (language, text, authors) => {
    expect(parseByline(text, { language }).authors).toEqual(authors)
  })
})

describe('agencies in bylines', () => {
  test.each([
    ['de', 'Von dpa', [], ['dpa']],
    ['de', 'dpa/Anna Müller', ['Anna Müller'], ['dpa']],
    ['fr', 'Par Marie Curie (avec AFP)', ['Marie Curie'], ['AFP']],
    ['en', 'Xinhua - Agencies', [], ['Xinhua']],
    ['en', 'By Ann Lee Associated Press', ['Ann Lee'], ['AP']],
    ['en', 'By Michael Bloomberg', ['Michael Bloomberg'], []],
    ['ru', 'Иван Петров, РИА Новости', ['Иван Петров'], ['RIA Novosti']],
    ['zh', '新华社记者张三', ['张三'], ['Xinhua']],
    ['ar', 'رويترز', [], ['Reuters']],
  ])('%s: %s', (language, text, authors, agencies) => {
    expect(parseByline(text, { language })).toEqual({ authors, agencies })
  })

  test('a credit tells what the agency gave', () => {
    expect(findAgencies('SAUL LOEB/REUTERS', 'photo')).toEqual([{ name: 'Reuters', role: 'photo' }])
    expect(findAgencies('Photo: Ann Lee/AFP via Getty Images')).toEqual([
      { name: 'AFP', role: 'photo' },
      { name: 'Getty Images', role: 'photo' },
    ])
    expect(findAgencies('(Reuters, dpa)')).toEqual([
      { name: 'Reuters', role: 'text' },
      { name: 'dpa', role: 'text' },
    ])
    expect(findAgencies('an apple a day')).toEqual([])
  })

  test('agencies alone and agencies cut out', () => {
    expect(isAgency('Reuters and AFP')).toBe(true)
    expect(isAgency('Petra Müller')).toBe(false)
    expect(withoutAgencies('Ann Lee/AP', '')).toBe('Ann Lee/')
  })
})
