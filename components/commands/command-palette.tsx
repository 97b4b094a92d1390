'use client'
import * as Dialog from '@radix-ui/react-dialog'
import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { ModeSign } from '../modes/mode-sign'
import type { AnyCommand } from './command'
import { findCommands, indexCommands } from './find-commands'
import { KeyCaps } from './key-caps'
import { shortcuts } from './shortcuts'
import { shortcutOf } from './use-shortcuts'

interface Props {
  commands: readonly AnyCommand[]
  /** What is searched here, in the words of the page. */
  placeholder: string
  /** Said below: what is still loading, or could not be. */
  note?: string | null
  onClose: () => void
}

/** Everything by its name. Loaded when it is first opened. */
export function CommandPalette({ commands, placeholder, note, onClose }: Props) {
  const [query, setQuery] = useState('')
  const [answer, setAnswer] = useState<string | null>(null)
  const index = useMemo(() => indexCommands(commands), [commands])
  const groups = useMemo(() => findCommands(index, query), [index, query])
  const count = groups.reduce((sum, group) => sum + group.commands.length + group.leftCount, 0)

  const opener = useRef<Element | null>(null)
  const chosen = useRef<(() => void) | null>(null)
  const choose = (command: AnyCommand) => {
    if (command.blockedBecause) return setAnswer(`Not now. ${command.blockedBecause}`)
    if ('say' in command) return void command.say().then(setAnswer)
    chosen.current = command.run
    onClose()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[#000]/45" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
            // Only now: what it opens or focuses must not be undone by the closing of this.
            chosen.current?.()
          }}
          onKeyDown={(event) => {
            if (shortcutOf(event, 'everywhere') !== 'palette') return
            event.preventDefault()
            onClose()
          }}
          className="fixed top-[10dvh] left-1/2 z-50 flex max-h-[min(36rem,80dvh)] w-[calc(100vw-1.5rem)] max-w-2xl -translate-x-1/2 flex-col rounded-md border border-line bg-surface shadow-xl"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Cmdk shouldFilter={false} loop label="Command palette" className="flex min-h-0 flex-1 flex-col">
            <div className="flex items-center gap-2 border-line border-b px-3">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Cmdk.Input
                value={query}
                onValueChange={(text) => {
                  setQuery(text)
                  setAnswer(null)
                }}
                placeholder={placeholder}
                className="h-11 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-muted"
              />
              <KeyCaps keys={['Escape']} className="max-sm:hidden" />
            </div>
            <Cmdk.List className="min-h-0 flex-1 scroll-py-8 overflow-y-auto px-1.5 pb-1.5" label="Commands">
              {groups.map(({ group, commands: shown, leftCount }) => (
                <Cmdk.Group
                  key={group}
                  heading={leftCount > 0 ? `${group} · ${leftCount} more, keep typing` : group}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
                >
                  {shown.map((command) => (
                    <Item key={command.id} command={command} onSelect={() => choose(command)} />
                  ))}
                </Cmdk.Group>
              ))}
              {count === 0 && (
                <Cmdk.Item disabled value="nothing" className="px-2 py-3 text-muted">
                  Nothing is called so. Try a part of a name, a host, or what you want to do.
                </Cmdk.Item>
              )}
            </Cmdk.List>
          </Cmdk>
          <footer className="flex min-h-8 items-center gap-3 border-line border-t px-3 py-1 text-muted text-xs">
            <span role="status" className={answer ? 'text-ink' : ''}>
              {answer ?? `${count} ${count === 1 ? 'result' : 'results'}`}
            </span>
            {note && <span className="ml-auto">{note}</span>}
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Item({ command, onSelect }: { command: AnyCommand; onSelect: () => void }) {
  const { id, title, note, mode, shortcut, blockedBecause } = command
  return (
    <Cmdk.Item
      value={id}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 compact:py-1 data-[selected=true]:bg-pressed"
    >
      {mode && <ModeSign mode={mode} className="h-3.5 w-6 shrink-0" />}
      <span className={blockedBecause ? 'shrink-0 text-muted' : 'min-w-0 truncate'}>{title}</span>
      <span className="min-w-0 flex-1 truncate text-muted text-xs">{blockedBecause ?? note}</span>
      {shortcut && <KeyCaps keys={shortcuts[shortcut].keys.slice(0, 1)} className="shrink-0" />}
    </Cmdk.Item>
  )
}
