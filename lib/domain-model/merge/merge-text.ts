import { editPlanText } from '../plan-edit'
import { readSource } from '../yaml-source'
import type { Versions } from './conflict'
import { type LineRegion, linesOf } from './line-regions'
import type { Side } from './merge-order'
import { patchBetween } from './patch-between'

/** What stands in a region that both sides changed: the lines of one, or of both, one below the other. */
type Pick = Side | 'both' | 'both-mine-first'

export interface TextMerge {
  text: string
  /** Remarks of either side that found no place, by the index of their region. */
  lost: { region: number; sides: Versions<string> }[]
}

/** With more contested regions or a larger text, the first try is taken: each try reads the text again. */
const triedRegionsMax = 12
const triedCharactersMax = 400_000

/** What a person decided about the contested regions, by their index. */
export interface RegionChoices {
  /** Whose lines stand there, whatever else is tried. */
  forced: ReadonlyMap<number, Side>
  /** Decided by the choice for a thing that stands there; its remarks go with it. */
  settled: ReadonlyMap<number, Side>
}

/**
 * The text that says `data`. Lines that one side changed are taken as they stand, with their remarks; what then differs from the data is
 * patched in. Null when no way of putting the lines together can be read.
 */
export function mergeText(
  of: Versions<string>,
  regions: readonly LineRegion[],
  data: unknown,
  { forced, settled }: RegionChoices,
): TextMerge | null {
  const contested = regions.flatMap(({ kind }, index) => (kind === 'conflict' ? [index] : []))
  const eol = /\r\n/.test(of.theirs) ? '\r\n' : '\n'
  const picks = new Map<number, Pick>()
  for (const index of contested)
    picks.set(index, forced.get(index) ?? settled.get(index) ?? (regions[index]?.base.length === 0 ? 'both' : 'theirs'))
  const watched = regions.map((region, index) => (settled.has(index) ? { ...region, kind: 'stable' as const } : region))
  const attempt = () => {
    const lines = regions.flatMap((region, index) => linesFor(region, picks.get(index)))
    const text = lines.join(eol)
    return repaired(text === of.theirs.replace(/\r?\n/g, eol) ? of.theirs : text, watched, data)
  }
  let best = attempt()
  const isSmall = contested.length <= triedRegionsMax && of.theirs.length <= triedCharactersMax
  for (const index of contested) {
    if (best?.cost === 0 || forced.has(index) || (best && settled.has(index)) || !isSmall) continue
    const first = picks.get(index) ?? 'theirs'
    let chosen = first
    for (const pick of ['theirs', 'mine', 'both', 'both-mine-first'] as const) {
      if (pick === first) continue
      picks.set(index, pick)
      const other = attempt()
      if (!other || (best && other.cost >= best.cost)) continue
      best = other
      chosen = pick
    }
    picks.set(index, chosen)
  }
  return best && { text: best.text, lost: best.lost }
}

interface Attempt extends TextMerge {
  /** Patched places and lost remarks: what a person would rather see done by the lines themselves. */
  cost: number
}

function linesFor({ kind, mine, theirs }: LineRegion, pick: Pick | undefined): readonly string[] {
  if (kind !== 'conflict') return kind === 'mine' ? mine : theirs
  if (pick === 'both') return [...theirs, ...mine]
  return pick === 'both-mine-first' ? [...mine, ...theirs] : pick === 'mine' ? mine : theirs
}

function repaired(text: string, regions: readonly LineRegion[], data: unknown): Attempt | null {
  const reading = readSource(text)
  if (!reading.ok) return null
  const patch = patchBetween(reading.source.data, data)
  const edited = patch.length === 0 ? { ok: true as const, text } : editPlanText(text, patch)
  if (!edited.ok) return null
  const lost = lostRemarks(edited.text, regions)
  return { text: edited.text, lost, cost: patch.length + 3 * lost.length }
}

/** Remarks that a side wrote in lines which both changed, and that the result does not have. */
function lostRemarks(text: string, regions: readonly LineRegion[]): TextMerge['lost'] {
  if (regions.every(({ kind }) => kind !== 'conflict')) return []
  const kept = new Set(linesOf(text).flatMap(remarkOf))
  return regions.flatMap(({ kind, base, mine, theirs }, region) => {
    if (kind !== 'conflict') return []
    const known = new Set(base.flatMap(remarkOf))
    const isLost = [...mine, ...theirs].flatMap(remarkOf).some((remark) => !known.has(remark) && !kept.has(remark))
    const sides = { base: base.join('\n'), mine: mine.join('\n'), theirs: theirs.join('\n') }
    return isLost ? [{ region, sides }] : []
  })
}

/** The remark at the end of a line; a sign within quotes that looks like one is only compared, too. */
function remarkOf(line: string): string[] {
  const remark = /(?:^|\s)(#.*)$/.exec(line)?.[1]
  return remark === undefined ? [] : [remark.trimEnd()]
}
