'use client'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { ShortcutId } from '../../commands/shortcuts'
import { shortcutOf } from '../../commands/use-shortcuts'
import type { LaneItem } from './arrange-cards'
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
        <li key={keyOf(item)}>{render(index)}</li>
      ))}
    </ul>
  )
}

interface LongListProps {
  list: React.RefObject<HTMLUListElement | null>
  items: readonly LaneItem[]
  /** Stays drawn wherever the view is, so that the focus is not lost with it. */
  entry: number
  render: (index: number) => ReactNode
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: (event: React.FocusEvent<HTMLElement>) => void
  scrollTo: React.RefObject<((index: number) => void) | null>
  /** What to bring into view as soon as that is possible. */
  shownFirst: React.RefObject<number | null>
}

function LongList({ list, items, entry, render, onKeyDown, onFocus, scrollTo, shownFirst }: LongListProps) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    const found = scrollerOf(list.current)
    setScroller(found)
    if (!found) return
    // What stands above the list grows and shrinks, too.
    const measure = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0
      setMargin(Math.round(top - found.getBoundingClientRect().top + found.scrollTop))
    }
    measure()
    const observer = new ResizeObserver(measure)
    for (const child of found.children) {
      observer.observe(child)
      for (const part of child.children) observer.observe(part)
    }
    return () => observer.disconnect()
  }, [list])

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => estimatedPx(items[index]),
    getItemKey: (index) => keyOf(items[index]),
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), entry])].sort((a, b) => a - b),
    scrollMargin: margin,
    overscan: 6,
    // The bar of ticked routes must not lie over what was scrolled to.
    scrollPaddingEnd: 56,
    gap: 6,
    initialRect: { width: 0, height: 1200 },
    useFlushSync: false,
  })
  useEffect(() => {
    if (!scroller) return
    scrollTo.current = (index) => virtualizer.scrollToIndex(index)
    if (shownFirst.current !== null) virtualizer.scrollToIndex(shownFirst.current, { align: 'center' })
    shownFirst.current = null
    return () => {
      scrollTo.current = null
    }
  }, [virtualizer, scrollTo, scroller, shownFirst])
  return (
    <ul
      ref={list}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className="relative mx-1.5 mb-2 compact:mx-1 [&_[data-card]]:[content-visibility:visible]"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          aria-setsize={items.length}
          aria-posinset={index + 1}
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${start - margin}px)` }}
        >
          {render(index)}
        </li>
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

function keyOf(item: LaneItem | undefined): string {
  return item?.kind === 'card' ? item.card.pointer : `group ${item?.suffix}`
}

/** The height before it has been seen; close is enough, it only keeps the scroll bar calm. */
function estimatedPx(item: LaneItem | undefined): number {
  if (item?.kind !== 'card') return 24
  return 62 + 16 * (item.card.hosts.length + item.card.flows.length)
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

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let parent = element?.parentElement ?? null; parent; parent = parent.parentElement)
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent
  return null
}
