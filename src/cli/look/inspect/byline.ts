import { parseByline } from '../../../core/people/byline.ts'
import { type InspectRow, optionalText, textField } from './answer.ts'

/** Row: text, language?; answers the people and the agencies of a byline. */
export function inspectByline(row: InspectRow): object {
  return parseByline(textField(row, 'text'), { language: optionalText(row, 'language') })
}
