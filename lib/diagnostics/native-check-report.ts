import type { JsonPointer } from '../domain-model/json-pointer'

/** What an installed program says of a plan's files. Plain data, from the server to the page. */
export type NativeCheckReport =
  | { available: false; program: string; targetVersion: string; install: string[]; byHand: string[] }
  | ({ available: true; program: string; targetVersion: string } & NativeCheckResult)

export interface NativeCheckResult {
  engineVersion: string
  /** The installed program is of an earlier release than the files are for: words that it does not know are no fault of theirs. */
  isOlder: boolean
  /**
   * - `accepted`: it takes the files
   * - `refused`: it does not
   * - `undecided`: it is too old for these files, or was stopped
   */
  outcome: 'accepted' | 'refused' | 'undecided'
  messages: NativeCheckMessage[]
  /** Everything that it printed; the private folder reads as `{dir}`. */
  output: string
  /** It was stopped since it took too long or said too much. */
  stopped: 'time' | 'output' | null
  /** Own lines of the plan that were not run. */
  leftOut: JsonPointer[]
}

export interface NativeCheckMessage {
  severity: 'error' | 'warning' | 'hint'
  file: string | null
  line: number | null
  message: string
}
