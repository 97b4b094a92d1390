'use client'
import dynamic from 'next/dynamic'

/** Not part of the first load: the palette and the sheet come with the first key that asks for them. */
export const LazyShortcutSheet = dynamic(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet), {
  ssr: false,
})
export const LazySitePalette = dynamic(() => import('./site-palette').then((module) => module.SitePalette), {
  ssr: false,
})
