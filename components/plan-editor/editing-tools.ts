import { editPlanText } from '@/lib/domain-model/plan-edit'
import { fieldProblem } from './inspector/field-problem'

/** Only `editing-kit.ts` loads this: it brings the YAML library and the schema. */
export const editingTools = { editPlanText, fieldProblem }

export type EditingKit = typeof editingTools
