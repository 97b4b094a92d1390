/** The card of the other lane that stands nearest to this one, as the eye would jump. */
export function nearestCardAcross(board: HTMLElement, from: HTMLElement): HTMLElement | null {
  const lane = from.closest('[data-lane]')
  const middle = middleOf(from)
  let nearest: HTMLElement | null = null
  let distance = Number.POSITIVE_INFINITY
  for (const card of board.querySelectorAll<HTMLElement>('[data-card]')) {
    if (card.closest('[data-lane]') === lane) continue
    const far = Math.abs(middleOf(card) - middle)
    if (far >= distance) continue
    nearest = card
    distance = far
  }
  return nearest
}

function middleOf(element: HTMLElement): number {
  const { top, height } = element.getBoundingClientRect()
  return top + height / 2
}
