import 'server-only'
import { randomBytes } from 'node:crypto'
import type { ActionError } from '../diagnostics/action-result'
import { AppError } from './app-error'

/** What the person is told, and, when the fault is ours, what the log keeps under the same reference. Never the input itself. */
export function answerError(error: unknown, door: string): ActionError {
  if (error instanceof AppError) {
    const reference = error.owner === 'client' ? null : logError(error, door)
    const { code, publicMessage: message, wayOut, fields } = error
    return { code, message, wayOut, fields, reference }
  }
  const reference = logError(error, door)
  return {
    code: 'unexpected',
    message: 'Something went wrong on our side, and nothing was changed.',
    wayOut: `Try again. If it stays, look for ${reference} in the output of the server.`,
    fields: {},
    reference,
  }
}

function logError(error: unknown, door: string): string {
  const reference = randomBytes(5).toString('hex')
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  console.error(JSON.stringify({ at: new Date().toISOString(), reference, door, name, message, stack }))
  return reference
}
