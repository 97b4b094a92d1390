import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { type CardFacts, type LaneMode, laneOf } from './card-facts'

/** Less than this is a click with an unsteady hand. */
const dragStartPx = 6

/**
 * Dragging a card into the other lane. With pointer events, because Firefox does not drag buttons natively. A finger scrolls instead;
 * it has the button on the card.
 */
export function useCardDrag(onDrop: (pointer: JsonPointer, to: LaneMode) => void) {
  const [dragged, setDragged] = useState<CardFacts | null>(null)
  const [over, setOver] = useState<LaneMode | null>(null)
  const latest = useRef(onDrop)
  latest.current = onDrop
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])

  const start = useCallback((card: CardFacts, { button, pointerType, clientX, clientY }: PointerEvent<HTMLElement>) => {
    if (button !== 0 || pointerType === 'touch') return
    stop.current?.()
    const listeners = new AbortController()
    const options = { signal: listeners.signal }
    let isDragging = false
    let target: LaneMode | null = null
    const end = () => {
      listeners.abort()
      stop.current = null
      document.documentElement.style.cursor = ''
      setDragged(null)
      setOver(null)
    }
    stop.current = end
    window.addEventListener(
      'pointermove',
      (event) => {
        if (!isDragging && Math.hypot(event.clientX - clientX, event.clientY - clientY) < dragStartPx) return
        if (!isDragging) {
          isDragging = true
          document.documentElement.style.cursor = 'grabbing'
          setDragged(card)
        }
        const lane = laneAt(event.clientX, event.clientY)
        target = lane === laneOf(card) ? null : lane
        setOver(target)
      },
      options,
    )
    window.addEventListener(
      'pointerup',
      () => {
        end()
        if (!isDragging) return
        // The click that follows would select the card that only was let go.
        const swallow = (event: Event) => event.stopPropagation()
        window.addEventListener('click', swallow, { capture: true, once: true })
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
        if (target) latest.current(card.pointer, target)
      },
      options,
    )
    window.addEventListener('pointercancel', end, options)
    window.addEventListener('keydown', (event) => event.key === 'Escape' && end(), options)
  }, [])

  return { dragged, over, start }
}

function laneAt(x: number, y: number): LaneMode | null {
  const lane = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-lane]')?.dataset.lane
  return lane === 'terminate' || lane === 'passthrough' ? lane : null
}
