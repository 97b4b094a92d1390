'use client'
import dynamic from 'next/dynamic'
import { loadOnce } from '../ui/load-once'

/** Not part of the first load: the sheet and the list of the palette come with the first key that asks for them. */
export const LazyShortcutSheet = dynamic(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet), {
  ssr: false,
})
export const laterSitePalette = loadOnce(() => import('./site-palette').then((module) => module.SitePalette))
