import type { BulkField, BulkMove, BulkRoute } from './bulk-edits'

/** What is asked before something happens to one or many routes. Routes are named by their index in the plan. */
export type RouteSheet =
  | { kind: 'move'; routes: readonly number[]; to: BulkMove['to']; onDone?: () => void }
  | { kind: 'delete'; routes: readonly number[] }
  | { kind: 'duplicate'; routes: readonly number[]; onCopied: (copies: readonly BulkRoute[]) => void }
  | { kind: 'set'; routes: readonly number[]; field: BulkField }
