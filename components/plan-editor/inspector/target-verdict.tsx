'use client'
import { useMemo } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import { placeWords } from '../edits/place-words'
import { thingAt } from '../edits/things'
import {
  countNotes,
  countWords,
  type NoteKind,
  type NotesByThing,
  noteKinds,
  notesByThing,
  notesOfRoute,
  type TargetJudgement,
  type TargetNote,
} from '../target-notes'
import { usePlanForm } from './fields/plan-form'

interface Props {
  /** The thing whose form is open. */
  pointer: JsonPointer
  plan: Plan
  target: TargetJudgement
}

const titles: Record<NoteKind, string> = {
  lost: 'Lost',
  switch: 'Needs a switch outside of the files',
  hop: 'By an inner hop that the files contain',
}

/** What the open target makes of this thing, with every reason: the card only has room for the count. */
export function TargetVerdict({ pointer, plan, target }: Props) {
  const { data } = usePlanForm()
  const byThing = useMemo(() => notesByThing(target), [target])
  const notes = notesOf(pointer, plan, byThing)
  const words = countWords(countNotes(notes))
  const title = `${target.title} ${target.version}`.trim()
  if (words === null) return <p className="px-3 py-1.5 text-muted text-xs">{title} carries all of it.</p>
  return (
    <details className="px-3 py-1.5 text-xs">
      <summary>
        <span className="font-medium">{title}:</span> {words}
      </summary>
      {noteKinds.map((kind) => {
        const list = distinct(notes.filter((note) => note.kind === kind))
        if (list.length === 0) return null
        return (
          <section key={kind} className="mt-1.5">
            <h3 className="text-muted text-xs">{titles[kind]}</h3>
            <ul className="space-y-1">
              {list.map(({ path, words: what, reason, fix, source }) => (
                <li key={`${path} ${what} ${reason}`} className="border-line border-l-2 pl-2">
                  <span className="inline-block font-medium first-letter:uppercase">{what}</span>{' '}
                  <span className="text-muted">
                    ({placeWords(path, data)}) {reason} {fix}{' '}
                    {source && <span className="break-all">Source: {source}</span>}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </details>
  )
}

function notesOf(pointer: JsonPointer, plan: Plan, notes: NotesByThing): readonly TargetNote[] {
  const place = thingAt(pointer)
  const route = place?.kind === 'routes' ? plan.routes[place.index] : undefined
  if (!route) return notes.get(pointer) ?? []
  return notesOfRoute(notes, pointer, route, (name) => {
    const index = plan.upstreams.findIndex((upstream) => upstream.name === name)
    return index === -1 ? undefined : `/upstreams/${index}`
  })
}

const distinct = (notes: readonly TargetNote[]) =>
  notes.filter(
    ({ words, reason }, index) =>
      notes.findIndex((other) => other.words === words && other.reason === reason) === index,
  )
