/**
 * Headlines of articles that report many events: briefings, digests, reviews of a day or a week, newsletters, reviews of the
 * press. These words show that an article reports many events, not which ones.
 * One expression for each language, over the headline in lower case without the part after the outlet's separator.
 */
/**
 * Headlines of live blogs: alone they do not mean a round-up, because such a headline reports the one event that it names.
 */
export const LIVE_TITLES: readonly RegExp[] = [
  /\blive[ -]?(?:blog|ticker|updates?|coverage|feed)\b|^live:|\bas it happened\b|\blive-?(?:ticker|blog)\b/u,
  /\b(?:en direct|en directo|en vivo|minuto a minuto|ao vivo|in diretta|la diretta|minuto per minuto|canlı (?:blog|anlatım))\b/u,
  /онлайн-трансляция|текстовая трансляция|直播|実況|생중계/u,
]

export const ROUND_UP_TITLES: readonly RegExp[] = [
  // English
  /(?:^|[:|–—-] ?|\b(?:your|the|our|today['’]s) )(?:(?:morning|evening|afternoon|midday|nightly|daily|weekly|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday|news|world|business|politics|political|sports?|tech|local|national|global|market|election)(?:['’]s)? )+(?:briefs?|briefing|round-?up|rundown|digest|wrap(?:-?up)?|recap|bulletin|newsletter|headlines)(?=\s*(?:[:;,|–—-]|for\b|$))/u,
  /\b(?:news|world|business|police|court|sports?) (?:news )?(?:in brief|at a glance|briefs)\b|\bin brief:|^(?:briefs|briefly|headlines|newsletter|news quiz|round-?up)\s*(?:[:|–—-]|$)/u,
  /\b(?:the )?(?:week|month|year|day|weekend) in (?:review|pictures|photos|news|politics|brief|quotes|numbers|cartoons)\b|\b(?:photos?|pictures|quotes|quiz|best|stories) of the (?:week|day|month|year)\b/u,
  /^(?:here(?:['’]s| is) )?(?:all )?what (?:to know|you need to know|you should know|we learned|you missed|happened|to watch(?: for)?|to expect)(?: (?:in the news))? (?:today|tonight|tomorrow|yesterday|overnight|this (?:morning|evening|afternoon|week|weekend|month)|for (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|the week|your))\b/u,
  /^(?:here are )?(?:the )?(?:\d+|three|four|five|six|seven|eight|nine|ten|a few) (?:big |top |other )?(?:things|stories|headlines) (?:to (?:know|watch|read)|you (?:need|should|may|might)|that (?:mattered|made))(?: .{0,30})? (?:today|tonight|tomorrow|this (?:morning|evening|week|weekend)|for (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today))\b/u,
  /\b(?:today|tonight|yesterday|this week|this morning|the day)['’]s (?:top |biggest |main )?(?:news|headlines|stories|papers|front pages)\b|\btop (?:news )?(?:stories|headlines) (?:of|for|from|this|today)\b|\bwhat the papers say\b|\bnewspaper headlines:|^the papers\b|\byour (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|weekend)\b.{0,12}\b(?:brief|briefing|news|newsletter)\b/u,
  // German
  /\b(?:nachrichten|news|tages|wochen|monats|jahres|presse|morgen|abend|wirtschafts|sport)[- ]?(?:überblick|rückblick|schau|lage|briefing|telegramm)\b|\bdas wichtigste (?:des tages|vom tage?|der woche|am (?:morgen|abend)|in kürze|aus)\b|\bder tag im überblick\b|\bwas (?:heute|morgen|diese woche|am \p{L}+tag) wichtig (?:ist|wird)\b|\bdie lage am \p{L}+|\b(?:kurz gemeldet|kurz notiert|kurznachrichten|meldungen (?:des tages|in kürze|im überblick)|newsletter (?:vom|der woche))\b|\bin kürze:/u,
  // French
  /\b(?:revue de (?:la )?presse|l['’]essentiel de (?:l['’]actualité|la (?:journée|semaine|matinée))|l['’]actu(?:alité)? (?:en bref|du jour|de la semaine|du (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))|les (?:titres|infos|informations|actualités) (?:du|de la|à retenir)|ce qu['’]il faut (?:retenir|savoir) (?:ce|de l['’]actualité|de la (?:journée|semaine|nuit)|de ce|cette)|la semaine en (?:images|bref)|le (?:brief|récap(?:itulatif)?) (?:du|de)|bulletin d['’]informations?|infolettre)\b|\ben bref\s?:/u,
  // Spanish
  /\b(?:resumen (?:del? (?:día|la (?:semana|jornada|mañana|noche)|noticias|prensa)|semanal|informativo|diario)|(?:las )?(?:noticias|claves|titulares|portadas) (?:del día|de (?:la semana|hoy|este|la (?:mañana|jornada))|más importantes)|revista de (?:la )?prensa|la semana en (?:imágenes|fotos|breve)|boletín (?:de noticias|informativo|semanal|diario)|breves (?:del?|nacionales|internacionales))\b|\ben breve:/u,
  // Portuguese
  /\b(?:resumo (?:do dia|da semana|semanal|das notícias)|(?:as )?(?:notícias|manchetes|destaques) (?:do dia|da semana|de hoje|desta)|giro de notícias|revista de imprensa|a semana em (?:imagens|fotos)|boletim (?:de notícias|diário|semanal))\b|\bem resumo:/u,
  // Italian
  /\b(?:rassegna stampa|(?:le )?(?:notizie|prime pagine) (?:del giorno|di oggi|della (?:settimana|giornata|mattina)|in (?:breve|pillole))|la settimana in|il riassunto (?:della|del))\b|\bin breve:/u,
  // Dutch
  /\b(?:nieuws|week|dag|ochtend|avond|jaar|pers|sport)overzicht\b|\b(?:het nieuws van (?:vandaag|gisteren|deze week)|kort nieuws|dit (?:moet|wil) je (?:vandaag )?weten|wat je (?:vandaag|vannacht|gisteren|dit weekend) (?:moet weten|miste|gemist hebt)|nieuwsbrief)\b|\b(?:in het )?kort:/u,
  // Swedish, Danish, Norwegian, Finnish
  /\b(?:nyheter(?:na)? i korthet|kort(?:e)? (?:nytt|nyheter|nyt)|veckan (?:som gått|i bilder)|ugen der gik|uka som gikk|(?:dagens|morgonens|morgenens|aftenens|kvällens|ukens|ugens|veckans) (?:viktigaste|vigtigste|viktigste|nyheter|nyheder|overblik|översikt|høydepunkter)|nyhedsoverblik|nyhetsoversikt|nyhetsbrev|morgenoverblik|pressklipp|uutiskatsaus|päivän (?:tärkeimmät|uutiset)|viikon (?:tärkeimmät|uutiset))\b/u,
  // Polish, Czech
  /(?:przegląd (?:prasy|tygodnia|dnia|wydarzeń|wiadomości)|skrót (?:dnia|wiadomości|wydarzeń)|najważniejsze (?:informacje|wydarzenia|wiadomości) (?:dnia|tygodnia|poranka|z)|podsumowanie (?:dnia|tygodnia|roku)|(?:přehled|souhrn) (?:zpráv|dne|týdne|událostí|tisku)|zprávy (?:dne|v kostce|ve zkratce))/u,
  // Russian, Ukrainian
  /(?:главн(?:ое|ые (?:новости|события)) (?:за|к|дня|недели|утра|ночи|часа|сегодня)|итоги (?:дня|недели|месяца|года|выходных)|обзор (?:прессы|новостей|событий|сми)|дайджест|новости (?:дня|часа|к утру|коротко|за)|коротко о главном|головн(?:е|і (?:новини|події)) (?:за|дня|тижня)|підсумки (?:дня|тижня|року)|огляд (?:преси|новин)|новини (?:дня|коротко))/u,
  // Turkish
  /(?:günün (?:özeti|haberleri|manşetleri|öne çıkan)|haftanın (?:özeti|öne çıkan)|basın özeti|gazete manşetleri|haber bülteni|canlı (?:blog|anlatım))/u,
  // Arabic, Hebrew
  /(?:أبرز (?:الأخبار|عناوين|أحداث|ما جاء)|موجز (?:الأخبار|الأنباء|اليوم)|حصاد (?:اليوم|الأسبوع|العام)|جولة (?:الصحافة|في الصحف)|عناوين الصحف|نشرة (?:الأخبار|أخبار)|סיכום (?:היום|השבוע|יומי|שבועי)|מבזק)/u,
  // Chinese, Japanese, Korean
  /(?:早报|晨报|晚报:|早餐|一周(?:回顾|要闻|大事|热点)|(?:新闻|要闻|财经|国际)(?:早班车|速览|速递|简报|汇总|回顾|集锦|摘要)|今日(?:头条|要闻|热点|看点)|昨日要闻|隔夜要闻|(?:今週|一週間|きょう|今日|昨日)の(?:まとめ|ニュース|主な(?:ニュース|できごと))|ニュース(?:まとめ|ダイジェスト)|主なニュース|朝刊(?:ピックアップ|まとめ)|(?:오늘|어제|이번 ?주|주간|아침|저녁)의? ?(?:주요|뉴스|브리핑)|주요 ?뉴스|뉴스 ?브리핑|간추린 ?뉴스|조간 ?브리핑)/u,
]
