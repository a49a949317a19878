/**
 * The vocabulary of bylines. Words in a list are separated by spaces; words that belong together are joined by `_`.
 * All are compared in lower case.
 */
const list = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '))

/** Phrases before an author's name. The longest that fits is taken. */
export const BY_PHRASES = list(`
  by written_by words_by story_by text_by report_by reported_by reporting_by posted_by published_by created_by
  authored_by compiled_by review_by reviewed_by analysis_by opinion_by interview_by interviewed_by as_told_to
  a_story_by column_by essay_by commentary_by author: authors: author writer: reporter: text: words: byline:
  von text_von ein_text_von beitrag_von ein_beitrag_von gastbeitrag_von ein_gastbeitrag_von kommentar_von
  ein_kommentar_von kolumne_von eine_kolumne_von analyse_von eine_analyse_von interview_von ein_interview_von
  reportage_von rezension_von glosse_von leitartikel_von essay_von bericht_von geschrieben_von verfasst_von
  zusammengefasst_von aufgezeichnet_von autor: autorin: autoren: autorinnen: autor/in: verfasser:
  par écrit_par ecrit_par rédigé_par redige_par publié_par signé_par propos_recueillis_par recueilli_par texte_par
  article_de texte_de texte: textes_de un_texte_de une_chronique_de chronique_de analyse_de tribune_de
  auteur: auteurs: auteur auteure: autrice:
  por escrito_por texto_por texto_de publicado_por redactado_por elaborado_por un_texto_de una_columna_de
  columna_de artículo_de articulo_de reportaje_de crónica_de entrevista_de autor autora: autores: texto:
  reportagem_de reportagem: texto_e_fotos: colaborou:
  di a_cura_di scritto_da testo_di articolo_di intervista_di analisi_di commento_di dal_nostro_inviato
  dalla_nostra_inviata dal_nostro_corrispondente dalla_nostra_corrispondente autore: testo: da
  door geschreven_door een_artikel_van tekst_door tekst: opgetekend_door auteur:
  av skriven_av text_av skrevet_av tekst_av af skrevet_af tekst: skribent: skribenter: reporter: journalist:
  teksti: kirjoittaja: kirjoittanut toimittaja: jutun_kirjoitti
  przez autor: autorka: autorzy: tekst: napisał napisała opr. red. opracował: opracowała: oprac. oprac.: opr.:
  autor_článku: napsal napsala připravil připravila od text: napísal napísala
  írta: szerző: szerzők: szerkesztette: összeállította:
  de scris_de autor: autori: redactat_de un_articol_de de: publicat_de
  piše: pišu: napisao: napisala: priredio: priredila: avtor: avtorica: пише: пишу: аутор: приредио: автор:
  от от: автор авторы: автор_статьи: текст: текст_и_фото: автор_текста: автора: автори: підготував: підготувала:
  від автор_публікації: материал_подготовил: материал_подготовила: подготовил: подготовила:
  του της των γράφει_ο γράφει_η γράφουν_οι γράφει: συντάκτης: από_τον από_την από_τους επιμέλεια: ρεπορτάζ:
  yazan: yazar: haber: muhabir: haberi_hazırlayan: kaynak:
  بقلم بقلم: كتب كتب: كتبت كتبت: كتبه كتبته كتب_: كتبها إعداد إعداد: أعد: أعده تحرير: الكاتب: المحرر: الكاتبة: تقرير:
  به_قلم به_قلم: نویسنده: نوشته نوشته: گزارش: گزارش_از گزارشگر: نگارنده: از:
  مصنف: تحریر: از_قلم
  מאת מאת: כתב: כתבה: נכתב_על_ידי
  लेखक: लेखक लेखिका: द्वारा: द्वारा रिपोर्ट: প্রতিবেদক: লেখক: লিখেছেন
  โดย โดย: ผู้เขียน: เขียนโดย เรื่อง: tác_giả: tác_giả bài: thực_hiện: bài_và_ảnh:
  oleh oleh: penulis: penulis pewarta: reporter: ditulis_oleh disunting_oleh: laporan: ni nina_ na: mwandishi: imeandikwa_na
  per text_de redacció: escrit_per egilea: autores:
  autorius: autors: autore: parengė: sagatavojis: autor
`)

/** Prepositions that are also parts of names: they mean "by" only at the beginning of a line. */
export const BY_AT_START_ONLY = new Set(
  list('de di da av af of van por par per von od door от του της των na ni od autor author auteur'),
)

/** Words before people who did not write the text: pictures, editing, translation. */
export const OTHER_ROLES = list(`
  photo photos photograph photographs photography photographer pictures picture images image illustration
  illustrations illustrated video graphics graphic camera editing edited editor foto fotos bild bilder
  illustrationen redaktion bearbeitet übersetzt übersetzung photographies crédit credit fotografía fotografia
  fotografías imágenes edición editado traducción traducido vídeo montaje fotografie immagini beeld foto's kuva kuvat
  фото редактор редактура перевод εικόνες foto: zdjęcia fotoğraf fotoğraflar صور تصوير تحرير عکس צילום עריכה 编辑
  責任編輯 责任编辑 编审 摄影 攝影 图片 校对 写真 撮影 編集 사진 편집 ảnh foto_oleh editor: translated translation
  produced producer's animation design data layout
`)

/** Professions and desks; a piece of a byline that consists of such words is not a name. */
export const ROLE_WORDS = new Set(
  list(`
  correspondent correspondents reporter reporters editor editors writer writers journalist journalists columnist
  columnists contributor contributors contributing producer producers presenter anchor analyst critic author staff
  desk team newsroom bureau chief intern fellow photographer photojournalist cartoonist blogger reviewer host
  admin administrator administration webmaster guest editorial newsdesk webdesk board service services agency agencies
  news press media magazine newspaper network tv radio channel online digital web report reports reporting wire
  manager specialist strategist consultant researcher dietitian nutritionist economist engineer
  wires exclusive updated published special political politics business sports sport science health education
  technology tech culture entertainment world national international foreign diplomatic defence defense security
  economics economic finance financial legal crime court city senior deputy assistant associate executive managing
  investigative investigations freelance former co-founder founder professor lecturer director head ceo president
  ressort redaktion redakteur redakteurin redakteure volontär volontärin volontaer reporterin korrespondent
  korrespondentin korrespondenten autor autorin journalistin chefredakteur chefredakteurin kolumnist kolumnistin
  freier freie praktikant praktikantin mitarbeiter mitarbeiterin moderator moderatorin politik wirtschaft kultur leiter leiterin
  rédaction redaction rédacteur rédactrice journaliste correspondant correspondante envoyé envoyée spécial spéciale
  chroniqueur chroniqueuse éditorialiste stagiaire service pigiste rédactrice-en-chef
  redacción redaccion redactor redactora periodista corresponsal enviado enviada especial agencias colaborador
  colaboradora columnista editora director directora reportero reportera becario
  redação redacao redator redatora repórter jornalista correspondente enviado colunista colaboração estagiário
  redazione redattore redattrice giornalista inviato inviata corrispondente collaboratore speciale
  redactie redacteur verslaggever verslaggeefster correspondente columnist medewerker eindredacteur
  redaktionen redaktör reporter journalist korrespondent redaktør redaksjonen nyhetsredaktionen toimitus toimittaja
  redakcja redaktor redaktorka dziennikarz dziennikarka korespondent korespondentka
  redakce redaktor redaktorka novinář zpravodaj zpravodajka komentátor redakcia redaktorka
  szerkesztő szerkesztőség újságíró tudósító munkatárs
  redacția redactia jurnalist corespondent redacţia reporter
  redakcija novinar novinarka urednik urednica dopisnik редакција новинар дописник
  редакция редактор корреспондент корреспондентка журналист журналистка обозреватель спецкор собкор редакція
  кореспондент кореспондентка журналіст журналістка оглядач спеціальний репортер репортьор
  συντακτική συντακτική_ομάδα δημοσιογράφος ανταποκριτής ανταποκρίτρια συντάκτης συντάκτρια
  muhabir muhabiri editör editörü yazar gazeteci haber merkezi servisi
  مراسل مراسلة محرر محررة صحفي صحفية كاتب كاتبة وكالات مراسلنا خاص تحرير فريق الموقع
  خبرنگار روزنامه‌نگار تحریریه گروه سرویس نویسنده
  כתב כתבת עורך עורכת מערכת עיתונאי סוכנויות
  संवाददाता रिपोर्टर ब्यूरो डेस्क टीम एजेंसी न्यूज संपादक
  নিজস্ব প্রতিবেদক প্রতিনিধি ডেস্ক অনলাইন
  times herald tribune guardian telegraph jazeera dispatch gazette chronicle observer journal euronews spiegel
  figaro parisien vanguardia repubblica corriere globo folha gazeta zeitung tagblatt tageblatt nachrichten anzeiger
  rundschau huffpost marketwatch verge
  ผู้สื่อข่าว กองบรรณาธิการ phóng_viên biên_tập wartawan redaksi kontributor jurnalis editor
`),
)

/** Words of institutions: a piece that contains one does not name a person. */
export const INSTITUTION_WORDS = new Set(
  list(
    `university universities institute institution center centre college ministry foundation association department
     hospital museum road avenue boulevard straße strasse council committee government company inc inc. ltd gmbh llc ag corp laboratory society federation
     universität universitaet hochschule institut stiftung verband ministerium universidad instituto fundación
     ministerio gobierno ayuntamiento université fondation ministère mairie università istituto fondazione ministero
     universidade fundação prefeitura universiteit stichting gemeente universitet stiftelse kommun uniwersytet fundacja
     univerzita университет институт министерство фонд университету جامعة معهد وزارة مؤسسة üniversitesi`,
  ),
)

/** Titles before a name and degrees after it are not part of the name. */
export const TITLES = new Set(
  list(
    `dr dr. prof prof. professor mr mr. mrs mrs. ms ms. miss herr frau dott. dott dott.ssa ing. mag. dra. dra lic.
     mme m. mlle sr. sra. dipl. med. h.c. د. أ. دكتور الدكتور د/ أ/ rev. rev fr. hon. d-r др др. проф. адв.`,
  ),
)
export const DEGREES =
  /^(?:ph\.?\s?d\.?|m\.?d\.?|m\.?a\.?|b\.?a\.?|m\.?sc\.?|mba|esq\.?|j\.?d\.?|rn|facp|cfa|dphil|m\.?p\.?h\.?|ll\.?[mb]\.?|dds|mp|obe|cbe|mbe)$/i
export const GENERATION = /^(?:jr\.?|sr\.?|ii|iii|iv|jún\.?|ml\.?|st\.?)$/i

/** Short words inside names; when capitalized, they can also begin a name. */
export const NAME_PARTICLES = new Set(
  list(
    `de del della dello dei degli di da dal dalla do dos das du des la le lo las los les van von der den dem het ten ter te
     zu zum zur vom af av al el ul ud ad bin ibn bint ben bar abu abd ap y e i 't d' l' ní nic mac mc st san
     santa ibn. uz og`,
  ),
)

/** Words that end the name: after them comes the outlet, the place or the occasion. */
export const NAME_ENDS = new Set(
  list(
    `for from at of in near on about with is was has reports reported writes covers via updated published publié publie publiée publicado publicada pubblicato aktualisiert veröffentlicht gepubliceerd publicerad опубликовано mis_à actualizado atualizado posted last
     bei für fuer im aus am aktualisiert mit schreibt berichtet über à pour chez dans depuis avec en para desde em
     para_o per per_il a w we dla z ze v ve pro в для из от до и о tarafından için na için yang di dari untuk email
     twitter facebook linkedin instagram follow view more`,
  ),
)

/** Words that join two authors, in any language. Those of one or two letters count in their language only. */
export const JOINERS = list('and & + und et och og és și sowie và и і й та και अथवा और এবং و agus eta')
export const SHORT_JOINERS: Readonly<Record<string, readonly string[]>> = {
  es: ['y', 'e'],
  id: ['dan'],
  ms: ['dan'],
  tr: ['ve'],
  nl: ['en'],
  fi: ['ja'],
  et: ['ja'],
  ro: ['si', 'şi'],
  cy: ['a', 'ac'],
  ca: ['i'],
  gl: ['e'],
  it: ['e', 'ed'],
  pt: ['e'],
  pl: ['i', 'oraz'],
  hr: ['i'],
  sr: ['i', 'и'],
  bs: ['i'],
  sl: ['in'],
  cs: ['a'],
  sk: ['a'],
  fil: ['at'],
  sq: ['dhe'],
  lt: ['ir'],
  lv: ['un'],
  af: ['en'],
  '*': ['y'],
}

/** First words of outlets' and institutions' names: no person's name begins with one. */
export const ARTICLES: Readonly<Record<string, readonly string[]>> = {
  '*': ['the', 'il', 'el', 'les', 'los', 'las', 'die', 'das', 'der'],
  fr: ['le', 'la', "l'équipe", 'les'],
  es: ['la', 'el'],
  it: ['la', 'lo', 'il'],
  pt: ['o', 'a', 'os'],
  nl: ['de', 'het'],
  ca: ['el', 'la'],
}
