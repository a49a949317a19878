import type { Template } from './html.ts'
import { alpenbote } from './templates/alpenbote.ts'
import { courrierDuQuai } from './templates/courrier-du-quai.ts'
import { diarioDelPuerto } from './templates/diario-del-puerto.ts'
import { savannaPost, straitCourierGlobal } from './templates/dumps.ts'
import { elbkurier } from './templates/elbkurier.ts'
import { fleuveMatin } from './templates/fleuve-matin.ts'
import { harbourGazette } from './templates/harbour-gazette.ts'
import { kurierNadwislanski } from './templates/kurier-nadwislanski.ts'
import { lakesideTribune } from './templates/lakeside-tribune.ts'
import { meridianPress } from './templates/meridian-press.ts'
import { rheinblatt } from './templates/rheinblatt.ts'
import { southernDispatch } from './templates/southern-dispatch.ts'
import { vozDelPlata } from './templates/voz-del-plata.ts'

/** One template an outlet, by slug. */
export const templates: Readonly<Record<string, Template>> = {
  alpenbote,
  elbkurier,
  rheinblatt,
  'courrier-du-quai': courrierDuQuai,
  'diario-del-puerto': diarioDelPuerto,
  'fleuve-matin': fleuveMatin,
  'harbour-gazette': harbourGazette,
  'kurier-nadwislanski': kurierNadwislanski,
  'lakeside-tribune': lakesideTribune,
  'meridian-press': meridianPress,
  'savanna-post': savannaPost,
  'southern-dispatch': southernDispatch,
  'strait-courier-global': straitCourierGlobal,
  'voz-del-plata': vozDelPlata,
}
