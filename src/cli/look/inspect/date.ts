import { parseDate } from '../../../core/dates/parse.ts'
import { InspectError, type InspectRow, optionalText, textField } from './answer.ts'

/** Row: text, language?, context? (feed | page), timezone?, now?; answers what Newsloom reads the date as. */
export function inspectDate(row: InspectRow): object {
  const context = optionalText(row, 'context')
  if (context !== undefined && context !== 'feed' && context !== 'page')
    throw new InspectError('bad_row', `field "context" is "${context}": it must be feed or page`)
  const nowText = optionalText(row, 'now')
  const now = nowText === undefined ? undefined : new Date(nowText)
  if (now && Number.isNaN(now.getTime()))
    throw new InspectError('bad_row', `field "now" is "${nowText}": it must be an ISO instant`)
  const date = parseDate(textField(row, 'text'), {
    language: optionalText(row, 'language'),
    context,
    timezone: optionalText(row, 'timezone'),
    now,
  })
  const { instant, precision, local_date, local, tz_source } = date
  return { instant, precision, local_date, local, tz_source }
}
