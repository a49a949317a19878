// Property-based tests: fast-check makes the inputs. A fixed seed makes every run the same, so that a test fails for a change
// and not by chance. To try other inputs: PROPERTY_SEED=7 npx vitest run --project unit tests/unit/fetching
import fc from 'fast-check'

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_129)

/** Holds `property` for `numRuns` inputs, and shows the smallest that breaks it. */
export function holds<T>(property: fc.IPropertyWithHooks<T>, numRuns = 200): void {
  fc.assert(property, { seed, numRuns })
}

/** The same for a property that waits. */
export async function holdsAsync<T>(property: fc.IAsyncPropertyWithHooks<T>, numRuns = 120): Promise<void> {
  await fc.assert(property, { seed, numRuns })
}

/** Characters that texts of the news are made of, and those that readers of text stumble over. */
export const newsCharacter = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'aeinorstAEKÉäßøłžЖдαΩ0123456789') },
  { weight: 4, arbitrary: fc.constantFrom(...' ,.;:\'"’“”«»–-_/()\n\t&') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u00a0', '\u200b', '\u00ad', 'e\u0301', '😀', '\ud800', 'ﬁ', '北', 'ก'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
)

export const newsText = fc.string({ unit: newsCharacter, maxLength: 200 })
