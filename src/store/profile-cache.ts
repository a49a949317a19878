import type { StoryProfile } from '../core/story/profile.ts'

/** About 10 KB each once unpacked and made ready for comparing: 40 MB at most. */
const MAX_KEPT = 4_000

interface Kept {
  /** When the article was clustered, to the microsecond: its profile is stored in that transaction and no other. */
  readonly stamp: string
  readonly profile: StoryProfile
}

/**
 * Profiles that this process has read, the least lately used forgotten first. The articles of a day are candidates
 * again and again, and taking a profile apart costs more than anything else about it. Which story an article is in is
 * never kept: that is asked every time, and with it the stamp that says whether the profile still holds.
 */
const kept = new Map<number, Kept>()

export function keptProfile(id: number, stamp: string): StoryProfile | undefined {
  const entry = kept.get(id)
  if (entry?.stamp !== stamp) return undefined
  kept.delete(id)
  kept.set(id, entry)
  return entry.profile
}

export function keepProfile(id: number, stamp: string, profile: StoryProfile): void {
  kept.delete(id)
  kept.set(id, { stamp, profile })
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!)
}
