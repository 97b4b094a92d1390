import type { JsonPointer } from './json-pointer'
import type { PatchOperation } from './patch'

/**
 * Why a document is no plan. `code` is stable:
 * - `too-large`, `not-text`, `private-key`: refused before parsing
 * - `syntax`, `many-documents`, `aliases`, `not-a-mapping`: not one plain YAML or JSON mapping
 * - `schema`: readable, but a value is wrong or missing
 * - `impossible`: a passthrough route claims something that only an edge that decrypts could do; the rest of the plan stands
 */
export type PlanProblemCode =
  | 'too-large'
  | 'not-text'
  | 'private-key'
  | 'syntax'
  | 'many-documents'
  | 'aliases'
  | 'not-a-mapping'
  | 'schema'
  | 'impossible'

export interface PlanProblem {
  code: PlanProblemCode
  severity: 'error'
  /** What is wrong and why, in one sentence. */
  message: string
  /** The place as a JSON pointer; empty for the whole document. */
  path: JsonPointer
  /** 1-based, null when the problem has no place in the text. */
  line: number | null
  column: number | null
  /** The way out in words, and as a patch where it is unambiguous. */
  fix: { text: string; patch: PatchOperation[] | null } | null
}
