import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import { z } from 'zod'
import type { ActionResult } from '../diagnostics/action-result'
import { answerError } from './answer-error'
import { AppError } from './app-error'
import { requireTrustedRequest } from './trusted-request'

interface ActionParts<Input extends z.ZodType, Data> {
  /** For the log. */
  name: string
  /** Nothing from the browser is trusted, whatever the types say. */
  input: Input
  run: (input: z.output<Input>) => Promise<Data>
}

/** Wraps what an action does: who asks, is the input right, do it, answer in one shape. */
export function action<Input extends z.ZodType, Data>({ name, input, run }: ActionParts<Input, Data>) {
  return async (sent: z.input<Input>): Promise<ActionResult<Data>> => {
    try {
      await requireTrustedRequest()
      return { ok: true, data: await run(parseInput(input, sent)) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: answerError(error, name) }
    }
  }
}

export function parseInput<Input extends z.ZodType>(input: Input, sent: unknown): z.output<Input> {
  const parsed = input.safeParse(sent)
  if (parsed.success) return parsed.data
  const { fieldErrors, formErrors } = z.flattenError(parsed.error) as {
    fieldErrors: Record<string, string[]>
    formErrors: string[]
  }
  const [first] = [...Object.entries(fieldErrors).map(([field, [reason]]) => `${field}: ${reason}`), ...formErrors]
  throw new AppError({
    code: 'bad-input',
    publicMessage: `This cannot be done with what was sent (${first}).`,
    wayOut: 'Correct the marked fields and try again.',
    owner: 'client',
    fields: fieldErrors,
  })
}
