'use server'
import 'server-only'
import { z } from 'zod'
import { parsePlanText } from '../domain-model/plan-document'
import { findTarget } from '../targets/registry'
import { action } from './action-client'
import { AppError } from './app-error'
import { checkNatively } from './native-check'

/** Checks a plan's files with the program that is installed here. The page sends the plan; files are made on this side. */
export const checkNativelyAction = action({
  name: 'checkNatively',
  input: z.strictObject({ text: z.string(), target: z.string().max(64), version: z.string().max(20) }),
  run: async ({ text, target: id, version }) => {
    const target = findTarget(id)
    if (!target?.versions.includes(version))
      throw refused('There is no such target or version.', 'Reload the page and choose again.')
    const { plan, problems } = parsePlanText(text)
    if (!plan)
      throw refused(
        `The text is no plan, so there is nothing to check. ${problems[0]?.message ?? 'It is empty.'}`,
        'Mend plan.yaml first: its problems say how.',
      )
    return checkNatively(plan, target, version)
  },
})

const refused = (publicMessage: string, wayOut: string) =>
  new AppError({ code: 'bad-input', publicMessage, wayOut, owner: 'client' })
