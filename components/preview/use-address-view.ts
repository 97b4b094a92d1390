'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

export type PreviewView = 'live' | 'proof'

/** What the page shows, kept in the address alone (`?view=proof`), so that a link shows what was shown. */
export function useAddressView(): [PreviewView, (view: PreviewView) => void] {
  const view = useSearchParams().get('view') === 'proof' ? 'proof' : 'live'
  const setView = useCallback((next: PreviewView) => {
    window.history.replaceState(null, '', next === 'live' ? window.location.pathname : '?view=proof')
  }, [])
  return [view, setView]
}
