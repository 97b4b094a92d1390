import type { Loss } from '@/lib/diagnostics/loss'
import { features } from '@/lib/domain-model/feature'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { type Route, routeUpstreams } from '@/lib/domain-model/route'
import type { Verdict } from '@/lib/targets/capabilities'
import { thingPointer } from './edits/things'

/** What the open target made of the plan. */
export interface TargetJudgement {
  title: string
  version: string
  losses: readonly Loss[]
  verdicts: readonly Verdict[]
}

export const noteKinds = ['lost', 'switch', 'hop'] as const
export type NoteKind = (typeof noteKinds)[number]

/** One thing that the target does not simply do. */
export interface TargetNote {
  kind: NoteKind
  path: JsonPointer
  /** The feature in a few words. */
  words: string
  reason: string
  fix: string | null
  source: string | null
}

export type NotesByThing = ReadonlyMap<JsonPointer, readonly TargetNote[]>

/** Losses, switches and inner hops by the thing of the plan that they lie in; what is carried as it stands is no note. */
export function notesByThing({ losses, verdicts }: Pick<TargetJudgement, 'losses' | 'verdicts'>): NotesByThing {
  const known = madeOf.get(verdicts)
  if (known?.losses === losses) return known.notes
  const notes = new Map<JsonPointer, TargetNote[]>()
  const add = (note: TargetNote) => {
    const thing = thingPointer(note.path)
    const list = notes.get(thing)
    if (list) list.push(note)
    else notes.set(thing, [note])
  }
  for (const { path, feature, reason, fix } of losses)
    add({
      kind: 'lost',
      path,
      words: wordsOf(feature),
      reason: withoutWords(reason, wordsOf(feature)),
      fix,
      source: null,
    })
  for (const { path, feature, verdict, reason, source } of verdicts)
    if (verdict === 'needs-switch' || verdict === 'extra-hop')
      add({
        kind: verdict === 'extra-hop' ? 'hop' : 'switch',
        path,
        words: wordsOf(feature),
        reason,
        fix: null,
        source,
      })
  madeOf.set(verdicts, { losses, notes })
  return notes
}

/** Most edits change no verdict, and cards and form ask for the same ones. */
const madeOf = new WeakMap<readonly Verdict[], { losses: readonly Loss[]; notes: NotesByThing }>()

/** A route is carried as well as the upstreams that it sends to. */
export function notesOfRoute(
  notes: NotesByThing,
  pointer: JsonPointer,
  route: Route,
  pointerOf: (upstream: string) => JsonPointer | undefined,
): readonly TargetNote[] {
  if (notes.size === 0) return none
  let found: readonly TargetNote[] = notes.get(pointer) ?? none
  for (const name of routeUpstreams(route)) {
    const behind = notes.get(pointerOf(name) ?? '-')
    if (behind) found = found.length === 0 ? behind : [...found, ...behind]
  }
  return found
}

const none: readonly TargetNote[] = []

export type NoteCounts = Record<NoteKind, number>

export function countNotes(notes: readonly TargetNote[]): NoteCounts {
  const counts: NoteCounts = { lost: 0, switch: 0, hop: 0 }
  for (const { kind } of notes) counts[kind]++
  return counts
}

const many = (count: number, one: string, more: string) => (count === 0 ? [] : [`${count} ${count === 1 ? one : more}`])

/** `2 lost, 1 needs a switch`; null when the target simply does all of it. */
export function countWords({ lost, switch: switches, hop }: NoteCounts): string | null {
  const words = [
    ...many(lost, 'lost', 'lost'),
    ...many(switches, 'needs a switch', 'need a switch'),
    ...many(hop, 'by an inner hop', 'by an inner hop'),
  ]
  return words.length === 0 ? null : words.join(', ')
}

/** A loss repeats the feature it is about; beside its words that is said once. */
function withoutWords(reason: string, words: string): string {
  const start = reason.indexOf(`: ${words}. `)
  return start === -1 ? reason : reason.slice(start + words.length + 4)
}

const wordsOf = (feature: string) => (features as Record<string, string>)[feature] ?? feature
