/** What the output pane knows of a target. */
export interface OutputTarget {
  id: string
  title: string
  versions: readonly string[]
  version: string
  /** What asks an installed program, such as `haproxy -c`; null where none can judge the files. */
  checkTitle: string | null
}
