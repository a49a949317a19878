/** Month names and weekdays of the larger European languages, folded as `fold` folds words. */

const MONTH_NAMES = [
  'january jan januar janvier enero janeiro gennaio januari января',
  'february feb februar fevrier febrero fevereiro febbraio februari февраля',
  'march mar marz mars marzo marco maart марта',
  'april apr avril abril aprile апреля',
  'may mai mayo maio maggio mei maj мая',
  'june jun juni juin junio junho giugno июня',
  'july jul juli juillet julio julho luglio июля',
  'august aug aout agosto augustus augusti августа',
  'september sep sept septembre septiembre setembro settembre сентября',
  'october oct oktober octobre octubre outubro ottobre oktober октября',
  'november nov novembre noviembre novembro ноября',
  'december dec dezember decembre diciembre dezembro dicembre декабря',
]

/** Weekdays that do not also mean something else: Portuguese `segunda` or French `mar.` would say little. */
const WEEKDAY_NAMES = [
  'monday lundi montag lunes lunedi maandag måndag mandag poniedzialek понедельник',
  'tuesday tues mardi dienstag martes martedi dinsdag tisdag tirsdag wtorek вторник',
  'wednesday mercredi mittwoch miercoles mercoledi woensdag onsdag sroda среду среда',
  'thursday thurs jeudi donnerstag jueves giovedi donderdag torsdag czwartek четверг',
  'friday vendredi freitag viernes venerdi vrijdag fredag piatek пятницу пятница',
  'saturday samedi samstag sonnabend sabado sabato zaterdag lordag lördag sobota субботу суббота',
  'sunday dimanche sonntag domingo domenica zondag sondag söndag niedziela воскресенье',
]

const tableOf = (lists: readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    lists.flatMap((names, i) =>
      names
        .split(' ')
        .map((name): [string, number] => [name.normalize('NFKD').replace(/[\u0300-\u036f]/g, ''), i]),
    ),
  )

/** 0 for January. */
export const MONTHS = tableOf(MONTH_NAMES)
/** 0 for Monday. */
export const WEEKDAYS = tableOf(WEEKDAY_NAMES)
