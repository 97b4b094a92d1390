'use client'
import { Document } from 'yaml'
import type { MergeConflict } from '@/lib/domain-model/merge/conflict'
import type { Side } from '@/lib/domain-model/merge/merge-order'
import type { Choices } from '@/lib/domain-model/merge/write-merged'
import { classNames } from '../../ui/class-names'

interface Props {
  conflicts: readonly MergeConflict[]
  choices: Choices
  onChoose: (conflict: MergeConflict, side: Side) => void
}

/** Each place on which both do not agree: what stood there, what they made of it and what you did, and whose it shall be. */
export function ConflictChoices({ conflicts, choices, onChoose }: Props) {
  return (
    <ul className="space-y-4">
      {conflicts.map((conflict) => (
        <li key={conflict.id}>
          <fieldset className="border border-line">
            <legend className="ml-2 px-1 font-mono font-semibold text-sm">{conflict.place}</legend>
            <p className="px-3 pb-2">{conflict.sentence}</p>
            <div className="grid border-line border-t max-md:divide-y max-md:divide-line md:grid-cols-3 md:divide-x md:divide-line">
              <Version conflict={conflict} of="base" />
              {(['theirs', 'mine'] as const).map((side) => (
                <Version
                  key={side}
                  conflict={conflict}
                  of={side}
                  isChosen={choices[conflict.id] === side}
                  onChoose={() => onChoose(conflict, side)}
                />
              ))}
            </div>
          </fieldset>
        </li>
      ))}
    </ul>
  )
}

const words = { base: 'Before', theirs: 'Take theirs', mine: 'Keep mine' }

function Version({
  conflict,
  of,
  isChosen,
  onChoose,
}: {
  conflict: MergeConflict
  of: 'base' | Side
  isChosen?: boolean
  onChoose?: () => void
}) {
  const text = textOf(conflict, conflict.values[of])
  const before = new Set((textOf(conflict, conflict.values.base) ?? '').split('\n'))
  const lines = text?.split('\n') ?? []
  return (
    <div className={classNames('min-w-0', isChosen && 'bg-pressed')}>
      {onChoose ? (
        <label className="flex cursor-pointer items-center gap-2 px-3 py-1.5 font-medium">
          <input type="radio" name={conflict.id} checked={isChosen ?? false} onChange={onChoose} />
          {words[of]}
        </label>
      ) : (
        <p className="px-3 py-1.5 text-muted">{words[of]}</p>
      )}
      {text === null ? (
        <p className="px-3 pb-2 text-muted italic">{of === 'base' ? 'Not there yet' : 'Not there'}</p>
      ) : (
        <pre className="whitespace-pre-wrap break-words px-3 pb-2 font-mono text-xs">
          {lines.map((line, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and the list never changes in place
              key={index}
              className={classNames(
                'block min-h-[1lh] border-l-2 pl-1.5',
                of === 'base' || before.has(line) ? 'border-transparent' : 'border-[var(--changed)]',
              )}
            >
              {line}
            </span>
          ))}
        </pre>
      )}
    </div>
  )
}

/** The value as it could stand in plan.yaml; null where there is none. */
function textOf({ kind }: MergeConflict, value: unknown): string | null {
  if (value === undefined) return null
  if (kind === 'lines') return String(value)
  return new Document(value, { version: '1.2' }).toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd()
}
