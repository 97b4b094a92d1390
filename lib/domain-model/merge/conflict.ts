import type { JsonPointer } from '../json-pointer'
import type { Side } from './merge-order'

/** A value as it stands in one of the three texts; undefined where it is not there. */
export interface Versions<Value> {
  base: Value
  mine: Value
  theirs: Value
}

export type CollisionKind =
  /** Both changed it, to different values. */
  | 'changed'
  /** One changed what the other took away. */
  | 'removed'
  /** Both added something under one name, and not the same. */
  | 'added-twice'
  /** One renamed what the other changed, or both renamed it. */
  | 'renamed'
  /** Both moved items of a list whose order has a meaning. */
  | 'moved'
  /** Each edit is fine alone; together they make something that cannot be. */
  | 'together'
  /** Lines of text: of a text that is no plan, or remarks in a plan. */
  | 'lines'

/** One thing on which two versions do not agree. Nothing is decided until `choice` says so. */
export interface MergeConflict {
  /** Stays the same while either side goes on editing elsewhere: names instead of indexes. */
  id: string
  kind: CollisionKind
  /** Where it stands in each text; null where it does not. */
  at: Versions<JsonPointer | null>
  /** Undefined where there is none. For `lines`, text. */
  values: Versions<unknown>
  /** `route api › hosts`. */
  place: string
  /** What happened, as one would say it. */
  sentence: string
  choice: Side | null
}

const what: Record<CollisionKind, (values: Versions<unknown>, place: string) => string> = {
  changed: (_, place) => `You both changed ${place}, to different values.`,
  removed: ({ mine }, place) =>
    mine === undefined ? `You removed ${place}; they changed it.` : `They removed ${place}; you changed it.`,
  'added-twice': (_, place) => `You both added ${place}, and not the same.`,
  renamed: ({ base, mine, theirs }, place) => {
    if (mine === base) return `They renamed ${place} to ${theirs}, and you changed it under its old name.`
    if (theirs === base) return `You renamed ${place} to ${mine}, and they changed it under its old name.`
    return `You renamed ${place} to ${mine}; they renamed it to ${theirs}.`
  },
  moved: (_, place) => `You both put ${place} into another order.`,
  together: (_, place) => `Your edit of ${place} and theirs are fine alone, but not together.`,
  lines: (_, place) => `You both changed ${place}.`,
}

export function sentenceOf(kind: CollisionKind, values: Versions<unknown>, place: string): string {
  return what[kind](values, place)
}
