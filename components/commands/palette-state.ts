/** Which entry the arrows have led to: counted from an end of the list, or from what the mouse pointed at. */
export interface PalettePlace {
  from: 'first' | 'last' | { id: string }
  by: number
}

/**
 * What was done in the palette so far. It says nothing of the list: letters, arrows and Enter mean the same whether the list is there or
 * still on its way, so nothing typed early is lost.
 */
export interface PaletteState {
  query: string
  place: PalettePlace
  /** Enter was pressed and nothing was made of it yet. */
  isEntered: boolean
}

export type PaletteStep =
  | { kind: 'query'; text: string }
  | { kind: 'key'; key: PaletteKey }
  | { kind: 'point'; id: string }
  | { kind: 'taken' }

const paletteKeys = ['ArrowDown', 'ArrowUp', 'Home', 'End', 'Enter'] as const
export type PaletteKey = (typeof paletteKeys)[number]

export const isPaletteKey = (key: string): key is PaletteKey => (paletteKeys as readonly string[]).includes(key)

const atFirst: PalettePlace = { from: 'first', by: 0 }

export const emptyPalette: PaletteState = { query: '', place: atFirst, isEntered: false }

export function paletteAfter(state: PaletteState, step: PaletteStep): PaletteState {
  switch (step.kind) {
    case 'query':
      return { query: step.text, place: atFirst, isEntered: false }
    case 'point':
      return { ...state, place: { from: { id: step.id }, by: 0 } }
    case 'taken':
      return { ...state, isEntered: false }
    case 'key':
      return step.key === 'Enter'
        ? { ...state, isEntered: true }
        : { ...state, place: placeAfter(state.place, step.key) }
  }
}

function placeAfter(place: PalettePlace, key: Exclude<PaletteKey, 'Enter'>): PalettePlace {
  switch (key) {
    case 'ArrowDown':
      return { ...place, by: place.by + 1 }
    case 'ArrowUp':
      return { ...place, by: place.by - 1 }
    case 'Home':
      return atFirst
    case 'End':
      return { from: 'last', by: 0 }
  }
}

/** The entry of a list that a place means; from the last one the arrow leads to the first. -1 in an empty list. */
export function indexAt(ids: readonly string[], { from, by }: PalettePlace): number {
  if (ids.length === 0) return -1
  const start = from === 'first' ? 0 : from === 'last' ? ids.length - 1 : Math.max(0, ids.indexOf(from.id))
  return (((start + by) % ids.length) + ids.length) % ids.length
}
