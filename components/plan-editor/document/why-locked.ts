import type { Judged } from './use-judgement'

/** Why nothing is known of the plan, neither good nor bad; null once it has been read. */
export function whyUnread({ current, failure }: Judged): string | null {
  if (current !== null) return null
  return failure === null
    ? 'The plan is still being read.'
    : 'The plan could not be read here. Reload the page; its text is safe.'
}

/**
 * Why nothing but text can be changed now, or null. A list that nobody has read looks like one that is not there, and the first thing added to
 * it would take its place.
 */
export function whyLocked(judged: Judged, text: string): string | null {
  const { current, good } = judged
  if (current === null) return whyUnread(judged)
  if (current.text !== text || current.data !== null) return null
  return `The text in plan.yaml cannot be read, so fields cannot be written into it. Mend the text${good ? ', or go back to the last good version.' : ' first.'}`
}
