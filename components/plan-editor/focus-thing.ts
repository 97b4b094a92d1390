import type { JsonPointer } from '@/lib/domain-model/json-pointer'

const framesMax = 30

/** Focuses a thing's card once it is drawn: a card of a long lane comes with the scrolling to it. Where cards are hidden, the inspector. */
export function focusThing(pointer: JsonPointer, frame = 0): void {
  const card = document.querySelector<HTMLElement>(`[data-card="${pointer}"], [data-part="${pointer}"]`)
  const lanes = document.querySelector<HTMLElement>('[data-lane]')
  if (card && isVisible(card)) card.focus()
  else if (lanes && isVisible(lanes) && frame < framesMax) requestAnimationFrame(() => focusThing(pointer, frame + 1))
  else document.querySelector<HTMLElement>('[aria-label="Inspector"] [tabindex="0"]')?.focus()
}

const isVisible = (element: HTMLElement) => element.getClientRects().length > 0
