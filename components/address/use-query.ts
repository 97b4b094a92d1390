import { useEffect } from 'react'
import { writeQuery } from './query'

const settleMilliseconds = 300

/**
 * Keeps parts of the address in step, so that it can be copied: replaced, not pushed, since "back" should leave the page and not take
 * back the letters of a filter one by one. Null leaves the address alone. The names must not change from one drawing to the next.
 */
export function useQuery(parts: Readonly<Record<string, string | null>> | null): void {
  const wanted = parts && JSON.stringify(parts)
  useEffect(() => {
    if (wanted === null) return
    // Browsers refuse more than a few changes a second.
    const timer = setTimeout(() => {
      const search = writeQuery(location.search, JSON.parse(wanted))
      if (search !== location.search)
        history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`)
    }, settleMilliseconds)
    return () => clearTimeout(timer)
  }, [wanted])
}
