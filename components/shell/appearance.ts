import { useSyncExternalStore } from 'react'
import { type Appearance, appearanceChoices, appearanceCookie } from './appearance-choices'

/**
 * How the studio looks in this browser. The choice stands on the root element, where the style sheet reads it, and in a cookie, so that
 * the server sends the right page and nothing flashes or jumps.
 */
export function choose<Kind extends keyof Appearance>(kind: Kind, choice: Appearance[Kind]): void {
  const [standard] = appearanceChoices[kind]
  if (choice === standard) delete document.documentElement.dataset[kind]
  else document.documentElement.dataset[kind] = choice
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${appearanceCookie(kind)}=${choice}; path=/; max-age=31536000; samesite=strict`
  for (const listen of listeners) listen()
}

export function useChoice<Kind extends keyof Appearance>(kind: Kind): Appearance[Kind] {
  return useSyncExternalStore(
    listenToChoices,
    () => chosen(kind),
    () => appearanceChoices[kind][0] as Appearance[Kind],
  )
}

export function chosen<Kind extends keyof Appearance>(kind: Kind): Appearance[Kind] {
  const choices: readonly string[] = appearanceChoices[kind]
  const choice = document.documentElement.dataset[kind]
  return (choice !== undefined && choices.includes(choice) ? choice : choices[0]) as Appearance[Kind]
}

const listeners = new Set<() => void>()

function listenToChoices(listen: () => void): () => void {
  listeners.add(listen)
  return () => listeners.delete(listen)
}
