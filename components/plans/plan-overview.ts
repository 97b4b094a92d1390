import type { SeverityCounts } from '../findings/severity-sign'

/** One plan as the list shows it. Plain data. */
export interface PlanOverview {
  id: string
  name: string
  version: number
  /** ISO 8601. */
  updatedAt: string
  findings: SeverityCounts
  /** Null while the text is no plan. */
  content: PlanContent | null
}

export interface PlanContent {
  modes: { terminate: number; reencrypt: number; passthrough: number }
  hostCount: number
  targets: { id: string; title: string; lossCount: number }[]
}
