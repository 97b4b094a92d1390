import type { Severity } from '@/lib/diagnostics/finding'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Emission } from '@/lib/targets/emit'
import type { Artifact } from '@/lib/targets/target'

export interface LineNote {
  /** 1-based. */
  line: number
  severity: Severity
  message: string
}

interface PlacedNote {
  path: JsonPointer
  severity: Severity
  message: string
}

/** One thing can stand in hundreds of lines; its first ones are enough to say it. */
const linesMax = 4
const notesMax = 2000

/** Findings, losses and switches on the lines of a file that the same part of the plan made. What made no line stands where its thing begins. */
export function notesOnLines({ provenance }: Pick<Artifact, 'provenance'>, notes: readonly PlacedNote[]): LineNote[] {
  if (notes.length === 0) return []
  const index = linesByPointer(provenance)
  return notes
    .slice(0, notesMax)
    .flatMap(({ path, severity, message }) => linesFor(index, path).map((line) => ({ line, severity, message })))
}

/** What a target says of the plan, in the words of its markers. Colours of severity stay with findings: these are hints. */
export function notesOfEmission(
  title: string,
  { losses, verdicts }: Pick<Emission, 'losses' | 'verdicts'>,
): PlacedNote[] {
  return [
    ...losses.map(({ path, reason }) => ({ path, severity: 'hint' as const, message: `Lost on ${title}: ${reason}` })),
    ...verdicts
      .filter(({ verdict }) => verdict === 'needs-switch')
      .map(({ path, reason }) => ({
        path,
        severity: 'hint' as const,
        message: `${title} needs a switch for this: ${reason}`,
      })),
  ]
}

/** Findings change with every key, what lines came from hardly ever. */
const indexes = new WeakMap<Artifact['provenance'], ReadonlyMap<JsonPointer, number[]>>()

/** Each pointer, and everything it lies in, with its first lines. */
function linesByPointer(provenance: Artifact['provenance']): ReadonlyMap<JsonPointer, number[]> {
  const known = indexes.get(provenance)
  if (known) return known
  const index = new Map<JsonPointer, number[]>()
  indexes.set(provenance, index)
  const add = (pointer: JsonPointer, line: number) => {
    const lines = index.get(pointer)
    if (!lines) index.set(pointer, [line])
    else if (lines.length < linesMax && lines.at(-1) !== line) lines.push(line)
  }
  for (const [at, pointers] of provenance.entries())
    for (const pointer of pointers)
      for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1))
        add(pointer.slice(0, end), at + 1)
  return index
}

/** Lines of the place itself; else the first one of the nearest part of its thing that has any. */
function linesFor(index: ReadonlyMap<JsonPointer, number[]>, path: JsonPointer): number[] {
  const own = index.get(path)
  // A whole thing is marked where it begins.
  if (own) return depth(path) > 2 ? own : own.slice(0, 1)
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const outer = path.slice(0, end)
    if (depth(outer) < 2) return []
    const [first] = index.get(outer) ?? []
    if (first !== undefined) return [first]
  }
  return []
}

const depth = (pointer: JsonPointer) => pointer.split('/').length - 1
