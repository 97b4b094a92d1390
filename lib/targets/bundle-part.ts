import type { Emission } from './emit'
import type { Target } from './target'

export interface ChosenTarget {
  target: Target
  version: string
}

/** One target of a bundle with what it made. */
export interface BundlePart extends ChosenTarget {
  /** The folder in the bundle. */
  folder: string
  emission: Emission
}
