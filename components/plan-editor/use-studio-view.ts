import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { writeQuery } from '../address/query'

export type StudioView = 'lanes' | 'topology'

/** Lanes or topology, kept in the address alone (`?view=topology`), so that a link shows what was shown. */
export function useStudioView(): [StudioView, (view: StudioView) => void] {
  const view = useSearchParams().get('view') === 'topology' ? 'topology' : 'lanes'
  const setView = useCallback((next: StudioView) => {
    const search = writeQuery(location.search, { view: next === 'lanes' ? null : next })
    history.replaceState(null, '', search || location.pathname)
  }, [])
  return [view, setView]
}
