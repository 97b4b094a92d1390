/** What the studio says of a target without loading its code: that stays in the worker. */
export interface TargetFacts {
  id: string
  title: string
  summary: string
  versions: readonly string[]
  defaultVersion: string
  extraPlaces: readonly string[]
}
