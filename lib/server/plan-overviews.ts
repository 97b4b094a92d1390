import 'server-only'
import type { Severity } from '../diagnostics/finding'
import type { Plan } from '../domain-model/plan'
import { judgePlanText } from '../rules/run-rules'
import { getPlan, listPlans } from '../store/plans'
import { judgeFeatures } from '../targets/emit'
import { targets } from '../targets/registry'
import { requireTrustedRequest } from './trusted-request'

/** What follows from a text alone, and so from its hash: judged once per content, however often the list is opened. */
interface Judged {
  findings: Record<Severity, number>
  content: {
    modes: Record<Plan['routes'][number]['mode'], number>
    hostCount: number
    targets: { id: string; title: string; lossCount: number }[]
  } | null
}

const judgedByHash = new Map<string, Judged>()
const judgedMax = 1000

/** All plans, newest first, each with what the rules and the targets say of it. */
export async function loadPlanOverviews() {
  await requireTrustedRequest()
  const overviews = []
  for (const { id, name, version, updatedAt, contentHash } of await listPlans()) {
    const judged = judgedByHash.get(contentHash) ?? (await judge(id))
    overviews.push({ id, name, version, updatedAt: updatedAt.toISOString(), ...judged })
  }
  return overviews
}

async function judge(id: string): Promise<Judged> {
  const record = await getPlan(id)
  const { plan, findings } = judgePlanText(record?.text ?? '')
  const counts = { error: 0, warning: 0, hint: 0 }
  for (const { severity } of findings) counts[severity] += 1
  const judged = { findings: counts, content: plan && contentOf(plan) }
  if (record) {
    const [oldest] = judgedByHash.keys()
    if (judgedByHash.size >= judgedMax && oldest !== undefined) judgedByHash.delete(oldest)
    judgedByHash.set(record.contentHash, judged)
  }
  return judged
}

function contentOf(plan: Plan): Judged['content'] {
  const modes = { terminate: 0, reencrypt: 0, passthrough: 0 }
  for (const { mode } of plan.routes) modes[mode] += 1
  // Features, not places: fifty tenants that miss one thing miss one thing.
  const lossCount = (target: (typeof targets)[number]) =>
    new Set(
      judgeFeatures(plan, target, target.defaultVersion)
        .filter(({ verdict }) => verdict === 'cannot' || verdict === 'broken')
        .map(({ feature }) => feature),
    ).size
  return {
    modes,
    hostCount: plan.routes.reduce((sum, { hosts }) => sum + hosts.length, 0),
    targets: targets.map((target) => ({ id: target.id, title: target.title, lossCount: lossCount(target) })),
  }
}
