import type { Judged } from './use-judgement'

/**
 * Why nothing but text can be changed now, or null. A list that nobody has read looks like one that is not there, and the first thing added to
 * it would take its place.
 */
export function whyLocked({ current, good, failure }: Judged, text: string): string | null {
  if (current === null)
    return failure === null
      ? 'The plan is still being read.'
      : 'The plan could not be read. Reload the page; the text is safe.'
  if (current.text !== text || current.data !== null) return null
  return `The text in plan.yaml cannot be read, so fields cannot be written into it. Mend the text${good ? ', or go back to the last good version.' : ' first.'}`
}
