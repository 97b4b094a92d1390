import 'server-only'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import { getPlan } from '../store/plans'
import { AppError } from './app-error'

export interface StoredPlan {
  plan: Plan
  text: string
  contentHash: string
}

/** A saved plan that can run, or why it cannot. */
export async function storedPlan(id: string): Promise<StoredPlan> {
  const record = await getPlan(id)
  if (!record)
    throw new AppError({
      code: 'not-found',
      publicMessage: 'There is no such plan.',
      wayOut: 'Open the list of plans: it may have been deleted.',
      owner: 'client',
    })
  const { plan } = parsePlanText(record.validText ?? '')
  if (!plan || record.validText !== record.text)
    throw new AppError({
      code: 'bad-input',
      publicMessage: 'The saved text is no valid plan now, so it cannot run.',
      wayOut: 'Mend plan.yaml in the studio: its problems say how.',
      owner: 'client',
    })
  return { plan, text: record.text, contentHash: record.contentHash }
}
