import 'server-only'
import { notFound } from 'next/navigation'
import { getPlan, listPlans, type PlanRecord, type PlanSummary } from '../store/plans'
import { requireTrustedRequest } from './trusted-request'

/** All plans, newest first, without their texts. */
export async function loadPlans(): Promise<PlanSummary[]> {
  await requireTrustedRequest()
  return listPlans()
}

/** One plan with its texts, or the "not found" page. */
export async function loadPlan(id: string): Promise<PlanRecord> {
  await requireTrustedRequest()
  return (await getPlan(id)) ?? notFound()
}
