import type { JsonPointer } from '../domain-model/json-pointer'

/** What a translation could not carry, with its place and reason. Data, never an exception. */
export interface Loss {
  /** Pointer into the plan (on emit) or a line (on import). */
  path: JsonPointer
  /** The feature or construct that is lost. */
  feature: string
  /** Why, and what happens instead, as a sentence. */
  reason: string
  /** What the reader can do about it, or null. */
  fix: string | null
}
