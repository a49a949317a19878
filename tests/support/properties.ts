// Property-based tests: fast-check makes the inputs. With a fixed seed every run has the same inputs, so that a test fails because
// of a change and not by chance. To try other inputs: PROPERTY_SEED=7 npx vitest run --project unit tests/unit/fetching
import fc from 'fast-check'

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_129)

/** Checks `property` with `numRuns` inputs, and shows the smallest input for which it fails. */
export function holds<T>(property: fc.IPropertyWithHooks<T>, numRuns = 200): void {
  fc.assert(property, { seed, numRuns })
}

/** The same for an asynchronous property. */
export async function holdsAsync<T>(property: fc.IAsyncPropertyWithHooks<T>, numRuns = 120): Promise<void> {
  await fc.assert(property, { seed, numRuns })
}

/** Characters that occur in news texts, and characters that are difficult for parsers. */
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
