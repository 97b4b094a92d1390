import { editPlanText } from '@/lib/domain-model/plan-edit'
import { readSource } from '@/lib/domain-model/yaml-source'
import { standSame } from './edits/stand-same'
import { fieldProblem } from './inspector/field-problem'

/** Only `editing-kit.ts` loads this: it brings the YAML library and the schema. */
export const editingTools = { editPlanText, fieldProblem, readSource, standSame }

export type EditingKit = typeof editingTools
