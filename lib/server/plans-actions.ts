'use server'
import 'server-only'
import { z } from 'zod'
import { createPlan, deletePlan, listPlans, savePlanDraft } from '../store/plans'
import { action } from './action-client'
import { AppError } from './app-error'
import { readPlanText } from './plan-text'

const planId = z.string().min(1).max(64)
const version = z.int().min(1)
const text = z.string()

/** The plans by name, newest first, without their texts: what a person can go to. */
export const listPlansAction = action({
  name: 'listPlans',
  input: z.strictObject({}),
  run: async () =>
    (await listPlans()).map(({ id, name, updatedAt }) => ({ id, name, updatedAt: updatedAt.toISOString() })),
})

/** Makes a plan from a text, broken or not. The list shows the name that the document gives, and this one until it gives one. */
export const createPlanAction = action({
  name: 'createPlan',
  input: z.strictObject({ name: z.string().trim().min(1, 'a plan needs a name').max(200), text }),
  run: async (input) => {
    const { validText, name = input.name, problems } = readPlanText(input.text)
    const { id, version } = await createPlan({ name, text: input.text, validText })
    return { id, version, problems }
  },
})

/** Keeps the text as typed. A newer version is never overwritten: the answer is then `saved: false` with that version. */
export const savePlanAction = action({
  name: 'savePlan',
  input: z.strictObject({ id: planId, baseVersion: version, text }),
  run: async (draft) => {
    const { problems, ...read } = readPlanText(draft.text)
    const outcome = await savePlanDraft({ ...draft, ...read })
    if (outcome.saved) return { ...outcome, problems }
    if (outcome.current === null) throw planIsGone()
    return { saved: false as const, current: outcome.current }
  },
})

/** Deletes the version that the person saw; one that was saved since then stays and is shown. */
export const deletePlanAction = action({
  name: 'deletePlan',
  input: z.strictObject({ id: planId, version }),
  run: async ({ id, version }) => deletePlan(id, version),
})

const planIsGone = () =>
  new AppError({
    code: 'not-found',
    publicMessage: 'This plan was deleted meanwhile, so the text could not be saved to it.',
    wayOut: 'Keep the text by creating a new plan from it.',
    owner: 'client',
  })
