import { fromPointer, toPointer } from './json-pointer'
import type { MergeConflict, Versions } from './merge/conflict'
import { lineRegions, linesOf } from './merge/line-regions'
import { type DataMerge, mergeData } from './merge/merge-data'
import type { Side } from './merge/merge-order'
import { renamesOf, withNewMentions, withOldMentions } from './merge/renames'
import { type ThingChange, thingChanges } from './merge/thing-changes'
import { type Choices, linesConflict, type Merged, writeMerged } from './merge/write-merged'
import { parsePlanText } from './plan-document'
import { readSource } from './yaml-source'

export interface PlanMerge {
  /** Whether the texts were merged as plans, thing by thing, or line by line because one of them cannot be read. */
  how: 'plan' | 'lines'
  /** The merged text. While a conflict has no choice, it stands as theirs here: a text to look at, not to save. */
  text: string
  conflicts: MergeConflict[]
  /** What each side did since the base. */
  changes: Record<Side, ThingChange[]>
}

/**
 * Merges two texts that were made from one. What only one side touched is taken with its comments and its order; a member that both
 * changed differently is a conflict. The result reads as a plan whenever all three do. Never throws on user input.
 */
export function mergePlanTexts(of: Versions<string>, choices: Choices = {}): PlanMerge {
  const data = readAll(of)
  if (!data) return mergeLines(of, choices)
  const changes = { mine: thingChanges(data.base, data.mine), theirs: thingChanges(data.base, data.theirs) }
  const asPlan = (text: string, conflicts: MergeConflict[] = []): PlanMerge => ({
    how: 'plan',
    text,
    conflicts,
    changes,
  })
  if (of.mine === of.theirs || of.theirs === of.base) return asPlan(of.mine)
  if (of.mine === of.base) return asPlan(of.theirs)
  const merged = mergePlans(of, data, choices)
  return merged ? asPlan(merged.text, merged.conflicts) : mergeLines(of, choices)
}

type Data = Record<string, unknown>

function readAll({ base, mine, theirs }: Versions<string>): Versions<Data> | null {
  const [one, two, three] = [readSource(base), readSource(mine), readSource(theirs)]
  if (!one.ok || !two.ok || !three.ok) return null
  return { base: one.source.data, mine: two.source.data, theirs: three.source.data }
}

/** Each round finds places that cannot be merged in parts, or not by their data alone; there are never many. */
const roundsMax = 12

function mergePlans(of: Versions<string>, data: Versions<Data>, choices: Choices): Merged | null {
  const renames = { mine: renamesOf(data.base, data.mine), theirs: renamesOf(data.base, data.theirs) }
  const plain = {
    base: data.base,
    mine: withOldMentions(data.mine, renames.mine),
    theirs: withOldMentions(data.theirs, renames.theirs),
  }
  const whole = new Map<string, string>()
  const remarked = new Set<string>()
  for (let round = 0; round < roundsMax; round++) {
    const merge = mergeData(plain, { choices, whole: new Set(whole.keys()), remarked })
    const final = withNewMentions(merge.data, [...renames.mine, ...renames.theirs])
    const written = writeMerged({ of, data: final, found: merge.conflicts, choices, remarked })
    if (!written) return null
    if ('remarked' in written) {
      for (const id of written.remarked) remarked.add(id)
      continue
    }
    const impossible = newProblems(of, written.text, merge).filter(({ id }) => !whole.has(id))
    if (impossible.length === 0) {
      const conflicts = merge.conflicts.map((conflict) => {
        const reason = whole.get(conflict.id)
        return reason === undefined ? conflict : { ...conflict, sentence: `${conflict.sentence} Together: ${reason}.` }
      })
      return { text: written.text, conflicts: [...conflicts, ...written.conflicts] }
    }
    for (const { id, message } of impossible) whole.set(id, message)
  }
  return null
}

/** What neither side's text has wrong and the merged one has: by the id of the thing it lies in. */
function newProblems(of: Versions<string>, text: string, { ids }: DataMerge): { id: string; message: string }[] {
  const { problems } = parsePlanText(text)
  if (problems.length === 0) return []
  const known = new Set(
    [of.mine, of.theirs].flatMap((side) =>
      parsePlanText(side).problems.map(({ code, message }) => `${code} ${message}`),
    ),
  )
  return problems.flatMap(({ code, message, path }) => {
    if (known.has(`${code} ${message}`)) return []
    const [list = '', index] = fromPointer(path)
    const id = index === undefined ? undefined : ids.get(list)?.[Number(index)]
    return [{ id: id ?? toPointer(list === '' ? [] : [list]), message }]
  })
}

/** Texts of which one is no plan: by lines, and neighbouring lines count as one place. */
function mergeLines(of: Versions<string>, choices: Choices): PlanMerge {
  const conflicts: MergeConflict[] = []
  let line = 1
  const lines = lineRegions(of.base, of.mine, of.theirs, 'line').flatMap(({ kind, base, mine, theirs }, region) => {
    const at = line
    line += mine.length
    if (kind !== 'conflict') return kind === 'mine' ? mine : theirs
    const sides = { base: base.join('\n'), mine: mine.join('\n'), theirs: theirs.join('\n') }
    const place = mine.length > 1 ? `lines ${at} to ${at + mine.length - 1}` : `line ${at}`
    const conflict = linesConflict(region, sides, choices, place)
    conflicts.push(conflict)
    return conflict.choice === 'mine' ? mine : theirs
  })
  const text = lines.join(/\r\n/.test(of.theirs) ? '\r\n' : '\n')
  const unchanged = [of.mine, of.theirs].find((side) => linesOf(side).join('\n') === lines.join('\n'))
  return { how: 'lines', text: unchanged ?? text, conflicts, changes: { mine: [], theirs: [] } }
}
