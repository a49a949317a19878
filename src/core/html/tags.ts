/** Tag names by what they do to the tree and to the flow of text (HTML Living Standard, 13.1–13.2). */
const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

export const voidTags = set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
)

/** Elements that an inline end tag does not close. */
export const specialTags = set(
  'address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script search section select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp',
)

/** Start tags that end an open paragraph. */
export const closedByBlock = set(
  'address article aside blockquote center details dialog dir div dl dd dt li fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul',
)

export const scopeBarriers = set('applet caption html table td th marquee object template #root')
export const formattingTags = set('a b big code em font i nobr s small strike strong tt u')
export const headTags = set(
  'base basefont bgsound link meta title noscript noframes style script template head html',
)
/** Elements whose content the tokenizer reads as text. */
export const rawTags = set('script style title textarea iframe noembed noframes xmp plaintext')

/** Elements that start and end a block of text. */
export const blockTags = set(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul caption optgroup html #root',
)

/** Elements whose text is never an article's. */
export const silentTags = set(
  'script style noscript template svg math iframe object embed applet audio video canvas select option datalist button textarea input head map noembed noframes title progress meter dialog',
)

/** Elements that metadata asks for by their tag. */
export const indexedTags = set('meta link title h1 h2 script time base html body a')
