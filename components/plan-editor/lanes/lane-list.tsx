'use client'
import dynamic from 'next/dynamic'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { ShortcutId } from '../../commands/shortcuts'
import { shortcutOf } from '../../commands/use-shortcuts'
import { keyOfItem, type LaneItem } from './arrange-cards'
import type { CardFacts } from './card-facts'
import type { PickHow } from './use-picks'

interface Props {
  items: readonly LaneItem[]
  /** The selected thing, where the keyboard enters when its card is here. */
  selection: JsonPointer | null
  /** The card to bring into view when it changes: what the explained connection takes. */
  lit: JsonPointer | null
  onPick: (pointer: JsonPointer, how: PickHow, from?: JsonPointer) => void
  onPickAll: () => void
  renderCard: (card: CardFacts, tabIndex: 0 | -1) => ReactNode
}

/** Most plans are short: what draws long lanes comes with the page only where there is one. */
const LongList = dynamic(() => import('./long-list').then((module) => module.LongList))

/** Up to here every card is in the page, so that the browser's own search finds it and a page without script shows it. */
const plainMax = 60

/** The cards of one lane: one stop for Tab, arrows from card to card, and of a long lane only what is in view is drawn. */
export function LaneList({ items, selection, lit, onPick, onPickAll, renderCard }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const [lastFocused, setLastFocused] = useState<JsonPointer | null>(null)
  const indexOf = (pointer: JsonPointer | null) =>
    pointer === null ? -1 : items.findIndex((item) => item.kind === 'card' && item.card.pointer === pointer)
  const entry = [indexOf(lastFocused), indexOf(selection), items.findIndex(({ kind }) => kind === 'card')].find(
    (index) => index >= 0,
  )

  const scrollTo = useRef<((index: number) => void) | null>(null)
  const shownFirst = useRef<number | null>(null)
  // What is chosen elsewhere (a link, the palette, a line) comes into view. Only then: a filter or an edit must not move the lanes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const index = indexOf(selection)
    if (index < 0) return
    if (items.length > plainMax && !scrollTo.current) shownFirst.current = index
    else if (scrollTo.current) scrollTo.current(index)
    else list.current?.querySelector(`[data-card="${selection}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [selection])
  const awaited = useRef<JsonPointer | null>(null)
  const focusAwaited = () => {
    if (awaited.current === null) return
    const card = list.current?.querySelector<HTMLElement>(`[data-card="${awaited.current}"]`)
    if (!card) return
    awaited.current = null
    card.focus()
  }
  useEffect(focusAwaited)

  const showLit = useRef(() => {})
  showLit.current = () => {
    const index = indexOf(lit)
    if (index < 0) return
    if (scrollTo.current) scrollTo.current(index)
    else list.current?.querySelector(`[data-card="${lit}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  // Only when the answer changes: who scrolls on meanwhile is not pulled back. A frame later a long list has been measured.
  useEffect(() => {
    if (lit === null) return
    const frame = requestAnimationFrame(() => showLit.current())
    return () => cancelAnimationFrame(frame)
  }, [lit])

  const onKeyDown = (event: KeyboardEvent) => {
    const pointer = (event.target as HTMLElement).dataset.card
    const from = indexOf(pointer ?? null)
    const key = shortcutOf(event, 'lanes')
    if (pointer === undefined || from < 0 || key === null) return
    if (key === 'cardPick' || key === 'cardPickLane') {
      event.preventDefault()
      return key === 'cardPick' ? onPick(pointer, 'toggle') : onPickAll()
    }
    const next = neighbour(items, from, key, event.key)
    const item = next === null ? null : items[next]
    if (next === null || item?.kind !== 'card') return
    event.preventDefault()
    if (key === 'cardPickNext') onPick(item.card.pointer, 'to here', pointer)
    awaited.current = item.card.pointer
    setLastFocused(item.card.pointer)
    scrollTo.current?.(next)
    focusAwaited()
  }
  const onFocus = (event: { target: EventTarget & HTMLElement }) => {
    const pointer = event.target.dataset.card
    if (pointer !== undefined) setLastFocused(pointer)
  }
  const render = (index: number) => {
    const item = items[index]
    if (item?.kind === 'card') return renderCard(item.card, index === entry ? 0 : -1)
    return item && <GroupHeading {...item} />
  }
  const parts = { list, items, render, onKeyDown, onFocus, shownFirst }
  return items.length > plainMax ? (
    <LongList {...parts} entry={entry ?? 0} scrollTo={scrollTo} />
  ) : (
    <ul
      ref={list}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className="space-y-1.5 px-1.5 pb-2 compact:space-y-1 compact:px-1 compact:pb-1"
    >
      {items.map((item, index) => (
        <li key={keyOfItem(item)}>{render(index)}</li>
      ))}
    </ul>
  )
}

function GroupHeading({ suffix, count }: { suffix: string; count: number }) {
  return (
    <h3 className="flex gap-1 pt-1 font-mono text-muted text-xs">
      <span className="truncate">{suffix}</span> <span>({count})</span>
    </h3>
  )
}

/** The card that a key leads to, past the headings of groups. */
function neighbour(items: readonly LaneItem[], from: number, key: ShortcutId, pressed: string): number | null {
  const isDown = key === 'cardNext' || key === 'cardFirst' || (key === 'cardPickNext' && pressed === 'ArrowDown')
  const isUp = key === 'cardPrevious' || key === 'cardLast' || (key === 'cardPickNext' && pressed === 'ArrowUp')
  if (!isDown && !isUp) return null
  const step = isDown ? 1 : -1
  let index = key === 'cardFirst' ? 0 : key === 'cardLast' ? items.length - 1 : from + step
  while (items[index] && items[index]?.kind !== 'card') index += step
  return items[index] ? index : null
}
