'use client'
import { createContext, useContext } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import type { RouteSheet } from '../../bulk/route-sheet'
import type { ThingEdits } from '../../edits/use-thing-edits'

/** What every field of the inspector works on: the document as written, and the one way to change it. */
export interface PlanForm extends Pick<ThingEdits, 'duplicate' | 'remove'> {
  data: unknown
  findings: readonly LocatedFinding[]
  /** `key` joins the typing in one field into one step of the history. */
  apply: (operations: PatchOperation[], key: string | null) => void
  showsHelp: boolean
  select: (pointer: JsonPointer | null) => void
  /** Opens the comparison of a route's modes. */
  compare: (route: number) => void
  /** Asks before something happens to one or many routes. */
  askSheet: (sheet: RouteSheet) => void
}

const Context = createContext<PlanForm | null>(null)
export const PlanFormProvider = Context.Provider

export function usePlanForm(): PlanForm {
  const form = useContext(Context)
  if (!form) throw new Error('a plan field stands outside of its form')
  return form
}
