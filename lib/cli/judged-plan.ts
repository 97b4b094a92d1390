import type { Plan } from '../domain-model/plan'
import { type Judgement, judgePlanText } from '../rules/run-rules'
import type { CommandInput } from './command'
import { findingLines } from './findings-text'
import { painter } from './paint'
import { type PlanSource, readPlan } from './read-plan'

export interface JudgedPlan {
  source: PlanSource
  plan: Plan
  judgement: Judgement
}

/** Reads a plan for a command that needs one; says what is wrong with it and answers null where there is none. */
export async function judgedPlan(input: CommandInput): Promise<JudgedPlan | null> {
  const source = await readPlan(input)
  const judgement = judgePlanText(source.text)
  if (judgement.plan) return { source, plan: judgement.plan, judgement }
  const { terminal } = input
  for (const line of findingLines(source.name, judgement.findings, painter(terminal.colorNote))) terminal.note(line)
  return null
}

/** A result is made whatever the rules say; that they say something is told beside it. */
export function noteErrors({ source, judgement }: JudgedPlan, input: CommandInput): void {
  const errors = judgement.findings.filter((finding) => finding.severity === 'error').length
  if (errors > 0)
    input.terminal.note(
      `The plan has ${errors} ${errors === 1 ? 'error' : 'errors'}; see signalbox check ${source.name === '<stdin>' ? '-' : source.name}`,
    )
}
