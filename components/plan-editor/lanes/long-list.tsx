'use client'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useState } from 'react'
import { keyOfItem, type LaneItem } from './arrange-cards'

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

/** Draws only the cards in view. */
export function LongList({ list, items, entry, render, onKeyDown, onFocus, scrollTo, shownFirst }: LongListProps) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [margin, setMargin] = useState(0)
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => estimatedPx(items[index]),
    getItemKey: (index) => keyOfItem(items[index]),
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), entry])].sort((a, b) => a - b),
    scrollMargin: margin,
    overscan: 6,
    // The bar of ticked routes must not lie over what was scrolled to.
    scrollPaddingEnd: 56,
    gap: 6,
    initialRect: { width: 0, height: 1200 },
    useFlushSync: false,
  })
  // It scrolls a new element to the offset that it knows: without this, what a link brought into view in another lane is gone again.
  if (scroller && virtualizer.scrollElement !== scroller) virtualizer.scrollOffset = scroller.scrollTop
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
  useEffect(() => {
    if (!scroller) return
    scrollTo.current = (index) => virtualizer.scrollToIndex(index)
    // A frame later the list has been measured.
    const frame = requestAnimationFrame(() => {
      if (shownFirst.current !== null) virtualizer.scrollToIndex(shownFirst.current, { align: 'center' })
      shownFirst.current = null
    })
    return () => {
      cancelAnimationFrame(frame)
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

/** The height before it has been seen; close is enough, it only keeps the scroll bar calm. */
function estimatedPx(item: LaneItem | undefined): number {
  if (item?.kind !== 'card') return 24
  return 62 + 16 * (item.card.hosts.length + item.card.flows.length)
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let parent = element?.parentElement ?? null; parent; parent = parent.parentElement)
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent
  return null
}
