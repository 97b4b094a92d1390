import { useSyncExternalStore } from 'react'

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /^(Mac|iP)/.test(navigator.platform)
}

/** The server cannot know; the first drawing says Ctrl everywhere. */
export function useIsMac(): boolean {
  return useSyncExternalStore(neverChanges, isMac, () => false)
}

const neverChanges = () => () => {}

const storageKey = 'signalbox-single-keys'

/** Keys alone can be turned off: who speaks to the machine would press them by accident (WCAG 2.1.4). Cards listen only while focused. */
export function singleKeysWork(): boolean {
  return localStorage.getItem(storageKey) !== 'off'
}

export function letSingleKeysWork(work: boolean): void {
  if (work) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, 'off')
}
