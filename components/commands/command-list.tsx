'use client'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ModeSign } from '../modes/mode-sign'
import type { AnyCommand } from './command'
import { findCommands, indexCommands } from './find-commands'
import { KeyCaps } from './key-caps'
import { indexAt, type PaletteState } from './palette-state'
import type { Palette } from './palette-window'
import { shortcuts } from './shortcuts'

interface Props {
  palette: Palette
  commands: readonly AnyCommand[]
  /** Some commands are still loading. */
  isLoading: boolean
  /** Said below: what is still loading, or could not be. */
  note?: string | null
}

/** Everything by its name. It comes when the palette is first opened, and takes up what was typed there before. */
export function CommandList({ palette, commands, isLoading, note }: Props) {
  const { state, listId, mark, taken } = palette
  const [answer, setAnswer] = useState<{ to: string; text: string } | null>(null)
  const index = useMemo(() => indexCommands(commands), [commands])
  const groups = useMemo(() => findCommands(index, state.query), [index, state.query])
  const shown = groups.flatMap((group) => group.commands)
  const count = groups.reduce((sum, { leftCount }) => sum + leftCount, shown.length)
  const active = shown[useActiveIndex(shown, state, palette.point)] ?? null
  const elementId = (id: string) => `${listId}-${shown.findIndex((command) => command.id === id)}`
  const activeElementId = active && elementId(active.id)

  useLayoutEffect(() => {
    mark(activeElementId)
    if (activeElementId) document.getElementById(activeElementId)?.scrollIntoView({ block: 'nearest' })
  }, [activeElementId, mark])

  const choose = (command: AnyCommand) => {
    const say = (text: string) => setAnswer({ to: state.query, text })
    if (command.blockedBecause) say(`Not now. ${command.blockedBecause}`)
    else if ('say' in command) void command.say().then(say)
    else palette.close(command.run)
  }
  // Pressed before the list was there or just now: it is the same. What may still come is waited for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each Enter
  useEffect(() => {
    if (!state.isEntered || (active === null && isLoading)) return
    taken()
    if (active) choose(active)
  }, [state.isEntered, active, isLoading])

  return (
    <>
      <div
        id={listId}
        role="listbox"
        aria-label="Commands"
        // The focus stays in the field.
        onMouseDown={(event) => event.preventDefault()}
        className="min-h-0 flex-1 scroll-py-8 overflow-y-auto px-1.5 pb-1.5"
      >
        {groups.map(({ group, commands: entries, leftCount }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={group} role="group" aria-labelledby={`${listId}-${group.replaceAll(' ', '-')}`}>
            <div
              id={`${listId}-${group.replaceAll(' ', '-')}`}
              aria-hidden
              className="px-2 pt-2 pb-0.5 text-muted text-xs"
            >
              {leftCount > 0 ? `${group} · ${leftCount} more, keep typing` : group}
            </div>
            {entries.map((command) => (
              <Entry
                key={command.id}
                elementId={elementId(command.id)}
                command={command}
                isActive={command === active}
                onPoint={() => command !== active && palette.point(command.id)}
                onChoose={() => choose(command)}
              />
            ))}
          </div>
        ))}
        {count === 0 && (
          <div role="option" tabIndex={-1} aria-disabled aria-selected={false} className="px-2 py-3 text-muted">
            Nothing is called so. Try a part of a name, a host, or what you want to do.
          </div>
        )}
      </div>
      <div className="flex min-h-8 items-center gap-3 border-line border-t px-3 py-1 text-muted text-xs">
        <span role="status" className={answer?.to === state.query ? 'text-ink' : ''}>
          {answer?.to === state.query ? answer.text : `${count} ${count === 1 ? 'result' : 'results'}`}
        </span>
        {note && <span className="ml-auto">{note}</span>}
      </div>
    </>
  )
}

/** Commands that come in later, above it, do not take the place of the one that is meant. */
function useActiveIndex(shown: readonly AnyCommand[], { query, place }: PaletteState, point: Palette['point']): number {
  const last = useRef<{ query: string; place: PaletteState['place']; id: string } | null>(null)
  const ids = shown.map(({ id }) => id)
  const before = last.current
  const kept = before && before.query === query && before.place === place ? ids.indexOf(before.id) : -1
  const index = kept === -1 ? indexAt(ids, place) : kept
  const id = ids[index]
  const hasMoved = index !== indexAt(ids, place)
  // biome-ignore lint/correctness/useExhaustiveDependencies: pointing is new with every drawing and always does the same
  useEffect(() => {
    last.current = id === undefined ? null : { query, place, id }
    // The arrows go on from where it is now.
    if (hasMoved && id !== undefined) point(id)
  }, [query, place, id, hasMoved])
  return index
}

interface EntryProps {
  elementId: string
  command: AnyCommand
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}

function Entry({ elementId, command, isActive, onPoint, onChoose }: EntryProps) {
  const { title, note, mode, shortcut, blockedBecause } = command
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the focus is in the field, whose Enter chooses
    <div
      id={elementId}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onPointerMove={onPoint}
      onClick={onChoose}
      className="flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 compact:py-1 aria-selected:bg-pressed"
    >
      {mode && <ModeSign mode={mode} className="h-3.5 w-6 shrink-0" />}
      <span className={blockedBecause ? 'shrink-0 text-muted' : 'min-w-0 truncate'}>{title}</span>
      <span className="min-w-0 flex-1 truncate text-muted text-xs">{blockedBecause ?? note}</span>
      {shortcut && <KeyCaps keys={shortcuts[shortcut].keys.slice(0, 1)} className="shrink-0" />}
    </div>
  )
}
