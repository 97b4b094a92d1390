'use client'
import dynamic from 'next/dynamic'

const loading = () => <p className="px-3 py-2 text-muted">Loading…</p>

/** What only some visits need comes when it is asked for. */
export const LazyTopologyView = dynamic(
  () => import('../topology/topology-view').then((module) => module.TopologyView),
  { ssr: false, loading },
)
export const LazyCompareDialog = dynamic(
  () => import('../compare/compare-dialog').then((module) => module.CompareDialog),
  { ssr: false },
)
export const LazyRouteSheets = dynamic(() => import('./bulk/route-sheets').then((module) => module.RouteSheets), {
  ssr: false,
})
export const LazyAdvisorDialog = dynamic(
  () => import('../advisor/advisor-dialog').then((module) => module.AdvisorDialog),
  { ssr: false },
)
