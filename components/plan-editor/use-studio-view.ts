import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

export type StudioView = 'lanes' | 'topology'

/** Lanes or topology, kept in the address alone (`?view=topology`), so that a link shows what was shown. */
export function useStudioView(): [StudioView, (view: StudioView) => void] {
  const view = useSearchParams().get('view') === 'topology' ? 'topology' : 'lanes'
  const setView = useCallback((next: StudioView) => {
    const parameters = new URLSearchParams(window.location.search)
    if (next === 'lanes') parameters.delete('view')
    else parameters.set('view', next)
    // "@" and "/" mean nothing in a query, and links are read by people.
    const query = parameters.toString().replaceAll('%40', '@').replaceAll('%2F', '/')
    window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
  }, [])
  return [view, setView]
}
