import 'server-only'
import { parsePlanText } from '../domain-model/plan-document'
import type { PlanProblem } from '../domain-model/plan-problem'
import { AppError } from './app-error'

export interface ReadPlanText {
  /** The same text when it is a plan without a problem, else null. */
  validText: string | null
  /** The name that the document gives; absent while it gives none. */
  name?: string
  problems: PlanProblem[]
}

/**
 * Reads a text that somebody wants to keep. Broken YAML is fine: a draft is kept as typed. A private key, a text too large and
 * bytes that are no text are refused, so that they never reach the database.
 */
export function readPlanText(text: string): ReadPlanText {
  const { plan, problems } = parsePlanText(text)
  const refusal = problems.find(({ code }) => code === 'private-key' || code === 'too-large' || code === 'not-text')
  if (refusal) throw refused(refusal.code as Refusal, refusal.message, refusal.fix?.text)
  // Half of a surrogate pair would come back from the database as another character.
  if (/\p{Surrogate}/u.test(text))
    throw refused('not-text', 'This is not a text: it holds half a character.', undefined)
  if (plan === null || problems.length > 0) return { validText: null, problems }
  return { validText: text, name: plan.name, problems }
}

type Refusal = 'private-key' | 'too-large' | 'not-text'

const refused = (code: Refusal, reason: string, wayOut: string | undefined) =>
  new AppError({
    code,
    publicMessage: `Not saved. ${reason}`,
    wayOut: wayOut ?? 'Save the file as UTF-8 and paste it again.',
    owner: 'client',
  })
