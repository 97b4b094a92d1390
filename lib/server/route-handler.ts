import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { ActionErrorCode } from '../diagnostics/action-result'
import { answerError } from './answer-error'
import { requireTrustedHeaders } from './trusted-request'

const statusOf: Record<ActionErrorCode, number> = {
  'bad-input': 400,
  'private-key': 400,
  'not-text': 400,
  'untrusted-origin': 403,
  'not-found': 404,
  'too-large': 413,
  unexpected: 500,
  busy: 503,
}

/** Wraps a route handler like `action` wraps an action: the same questions, the same errors, as JSON with a status. */
export function routeHandler<Context>(name: string, run: (request: Request, context: Context) => Promise<Response>) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      requireTrustedHeaders((header) => request.headers.get(header))
      return await run(request, context)
    } catch (error) {
      unstable_rethrow(error)
      const answer = answerError(error, name)
      return Response.json({ error: answer }, { status: statusOf[answer.code] })
    }
  }
}
