import { nearName } from '../../core/record/near-name.ts'
import { MAX_OUTLET_NAME } from '../../core/record/outlet-name.ts'
import { findOutlets, outletsByName } from '../../store/sources/outlet-names.ts'
import { listOutlets } from '../../store/sources/sources.ts'
import type { Deps } from '../deps.ts'

export type NamedOutlet =
  | { readonly ok: true; readonly id: number; readonly isNew: boolean }
  | {
      readonly ok: false
      /** The slug that was probably meant. */
      readonly meant: string | undefined
      readonly message: string
    }

/**
 * The outlet that a person named by slug or name. One that does not exist is made only if `mayMake`: otherwise a name with a
 * typing error would make a permanent outlet.
 */
export async function namedOutlet(
  deps: Pick<Deps, 'pool'>,
  name: string,
  mayMake: boolean,
): Promise<NamedOutlet> {
  if (name.length > MAX_OUTLET_NAME)
    return {
      ok: false,
      meant: undefined,
      message: `the name of the outlet has ${name.length} characters, at most ${MAX_OUTLET_NAME} are taken`,
    }
  const known = (await findOutlets(deps.pool, [name])).get(name)
  if (known !== undefined) return { ok: true, id: known, isNew: false }
  if (mayMake) return { ok: true, id: (await outletsByName(deps.pool, [name])).get(name)!, isNew: true }
  const slugs = (await listOutlets(deps.pool)).map(({ slug }) => slug)
  const meant = nearName(name, slugs)
  return {
    ok: false,
    meant,
    message: `there is no outlet "${name}"${meant ? `; did you mean "${meant}"?` : ''}`,
  }
}
