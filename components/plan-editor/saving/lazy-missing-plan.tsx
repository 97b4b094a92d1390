'use client'
import dynamic from 'next/dynamic'

/** Every page of a plan names what its not-found page needs; this way it is loaded only where there is no plan. */
export const LazyMissingPlan = dynamic(() => import('./missing-plan').then((module) => module.MissingPlan))
