import { type JsonPointer, toPointer } from '../json-pointer'
import type { Versions } from './conflict'

type Path = readonly (string | number)[]

/** A place in a document that is being merged: by names, and by where it stands in each of the three. */
export interface Place {
  /** Members and keys, from the root. */
  path: readonly string[]
  at: Versions<Path | null>
  words: readonly string[]
}

export const root: Place = { path: [], at: { base: [], mine: [], theirs: [] }, words: [] }

const kindWords: Record<string, string> = {
  listeners: 'listener',
  certificates: 'certificate',
  trust: 'trust bundle',
  upstreams: 'upstream',
  routes: 'route',
  extras: 'own lines for',
}

export function memberPlace(place: Place, member: string): Place {
  const below = (path: Path | null) => path && [...path, member]
  return {
    path: [...place.path, member],
    at: { base: below(place.at.base), mine: below(place.at.mine), theirs: below(place.at.theirs) },
    words: [...place.words, member],
  }
}

/** An item of a list; -1 stands for a side that has none. */
export function itemPlace(place: Place, key: string, index: Versions<number>): Place {
  const below = (path: Path | null, at: number) => (path && at >= 0 ? [...path, at] : null)
  const kind = place.path.length === 1 ? kindWords[place.path[0] ?? ''] : undefined
  return {
    path: [...place.path, key],
    at: {
      base: below(place.at.base, index.base),
      mine: below(place.at.mine, index.mine),
      theirs: below(place.at.theirs, index.theirs),
    },
    words: kind ? [`${kind} ${key}`] : [...place.words.slice(0, -1), `${place.words.at(-1)} ${key}`],
  }
}

export const idOf = ({ path }: Place): string => toPointer(path)

export const wordsOf = ({ words }: Place): string => (words.length === 0 ? 'the document' : words.join(' › '))

export function pointersOf({ at }: Place): Versions<JsonPointer | null> {
  const pointer = (path: Path | null) => path && toPointer(path)
  return { base: pointer(at.base), mine: pointer(at.mine), theirs: pointer(at.theirs) }
}
