'use client'
import dynamic from 'next/dynamic'

/** Every page names what its not-found page needs; this way it is loaded only where something is not found. */
export const LazyNothingHere = dynamic(() => import('./nothing-here').then((module) => module.NothingHere))
