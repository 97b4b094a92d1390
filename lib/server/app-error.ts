import 'server-only'
import type { ActionErrorCode } from '../diagnostics/action-result'

/** Who can put it right: the person who asked, who set the server up, or we. */
export type AppErrorOwner = 'client' | 'config' | 'server'

interface AppErrorParts {
  code: ActionErrorCode
  /** For the person who asked, as a sentence. */
  publicMessage: string
  wayOut: string
  owner: AppErrorOwner
  /** For the log; never shown. */
  innerMessage?: string
  fields?: Record<string, string[]>
}

/** A request that cannot be served. Thrown in lib, turned into an answer in action-client and route-handler only. */
export class AppError extends Error {
  readonly code: ActionErrorCode
  readonly publicMessage: string
  readonly wayOut: string
  readonly owner: AppErrorOwner
  readonly fields: Record<string, string[]>

  constructor({ code, publicMessage, wayOut, owner, innerMessage, fields }: AppErrorParts) {
    super(innerMessage ?? publicMessage)
    this.name = 'AppError'
    this.code = code
    this.publicMessage = publicMessage
    this.wayOut = wayOut
    this.owner = owner
    this.fields = fields ?? {}
  }
}
