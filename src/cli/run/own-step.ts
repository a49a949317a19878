import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { OwnStep } from '../../pipeline/own-step/types.ts'
import { UsageError } from '../errors.ts'

/** Zod passes functions through unchanged. */
const annotate = z.custom<OwnStep['annotate']>((value) => typeof value === 'function', 'not a function')

const exported = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'not small letters, digits, - and _'),
  version: z.union([z.string().min(1).max(100), z.number()]),
  concurrency: z.int().min(1).max(1_000).optional(),
  annotate,
})

/**
 * The step that a module exports: `name`, `version`, `annotate`, and optionally `concurrency`.
 *
 * @throws UsageError when the file cannot be loaded, or lacks one of them
 */
export async function loadOwnStep(file: string): Promise<OwnStep> {
  let module: unknown
  try {
    module = await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    throw new UsageError(`cannot load ${file}: ${(error as Error).message}`, { cause: error })
  }
  const read = exported.safeParse({ ...(module as object) })
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new UsageError(
      `${file} is not a step: it has to export name, version and annotate (${wrong.join('; ')})`,
    )
  }
  const { concurrency, ...step } = read.data
  return concurrency === undefined ? step : { ...step, concurrency }
}
