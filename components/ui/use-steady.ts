import { useCallback, useRef } from 'react'

/**
 * A function that stays the same and does what the newest drawing says: what is handed it is not drawn again because its owner was. For
 * answers to what a person does; while drawing it would be one drawing behind.
 */
export function useSteady<Arguments extends unknown[], Result>(
  call: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const newest = useRef(call)
  newest.current = call
  return useCallback((...given) => newest.current(...given), [])
}
