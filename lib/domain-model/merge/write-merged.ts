import { readSource } from '../yaml-source'
import { type MergeConflict, sentenceOf, type Versions } from './conflict'
import { itemsAt } from './items-at'
import { type LineRegion, lineRegions, linesOf } from './line-regions'
import type { Side } from './merge-order'
import { mergeText } from './merge-text'

export interface Merged {
  text: string
  conflicts: MergeConflict[]
}

/** By the id of a conflict. */
export type Choices = Readonly<Record<string, Side>>

export interface Writing {
  of: Versions<string>
  /** What the text is to say. */
  data: Record<string, unknown>
  /** Where the sides do not agree about the data. */
  found: readonly MergeConflict[]
  choices: Choices
  /** The items whose remarks are part of the question already. */
  remarked: ReadonlySet<string>
}

const roundsMax = 12

/**
 * The text of a merged document. Remarks that both sides wrote at one place and that cannot both stand are conflicts of their own;
 * remarks on what the other side removed come back as the ids of those items.
 */
export function writeMerged(writing: Writing): Merged | { remarked: string[] } | null {
  const { base, mine, theirs } = writing.of
  for (const apart of ['touching', 'line', 'text'] as const) {
    const regions = lineRegions(base, mine, theirs, apart)
    const written = writeRegions(writing, regions)
    if (written) return written
  }
  return null
}

function writeRegions(
  { of, data, found, choices, remarked }: Writing,
  regions: readonly LineRegion[],
): Merged | { remarked: string[] } | null {
  const settled = regionsOf(of, regions, found)
  const forced = new Map<number, Side>()
  const conflicts = new Map<number, MergeConflict>()
  for (let round = 0; round < roundsMax; round++) {
    const written = mergeText(of, regions, data, { forced, settled })
    if (!written) return null
    const open = written.lost.filter(({ region }) => !conflicts.has(region))
    if (open.length === 0) return { text: written.text, conflicts: [...conflicts.values()] }
    const items = open.flatMap(({ region }) => itemsOf(of.base, regions, region)).filter((id) => !remarked.has(id))
    if (items.length > 0) return { remarked: items }
    for (const { region, sides } of open) {
      const conflict = linesConflict(region, sides, choices, 'the same lines, each with a remark')
      conflicts.set(region, conflict)
      forced.set(region, conflict.choice ?? 'theirs')
    }
  }
  return null
}

/** The items of the base that begin in a region. */
function itemsOf(base: string, regions: readonly LineRegion[], region: number): string[] {
  const reading = readSource(base)
  const before = regions.slice(0, region).reduce((sum, { base: lines }) => sum + lines.length, 0)
  const count = regions[region]?.base.length ?? 0
  if (!reading.ok || count === 0) return []
  const starts = [0, ...[...base.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return itemsAt(reading.source, starts[before] ?? 0, starts[before + count] ?? base.length)
}

/** The contested regions in which a conflict stands, each with what was chosen for it. */
function regionsOf(
  of: Versions<string>,
  regions: readonly LineRegion[],
  conflicts: readonly MergeConflict[],
): Map<number, Side> {
  const settled = new Map<number, Side>()
  if (conflicts.length === 0) return settled
  for (const version of ['base', 'mine', 'theirs'] as const) {
    const reading = readSource(of[version])
    const lineOf = (pointer: string) =>
      reading.ok ? linesOf(of[version].slice(0, reading.source.offsetOf(pointer))).length - 1 : -1
    const placed = conflicts.flatMap(({ at, choice }) =>
      at[version] === null ? [] : [{ line: lineOf(at[version]), choice }],
    )
    let line = 0
    for (const [index, region] of regions.entries()) {
      const end = line + region[version].length
      const inside = placed.find((place) => place.line >= line && place.line < end)
      if (region.kind === 'conflict' && inside) settled.set(index, inside.choice ?? 'theirs')
      line = end
    }
  }
  return settled
}

export function linesConflict(
  region: number,
  values: Versions<string>,
  choices: Choices,
  place: string,
): MergeConflict {
  const id = `lines/${region}`
  return {
    id,
    kind: 'lines',
    at: { base: '', mine: '', theirs: '' },
    values,
    place,
    sentence: sentenceOf('lines', values, place),
    choice: choices[id] ?? null,
  }
}
