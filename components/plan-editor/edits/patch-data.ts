import { fromPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/plan-edit'

/**
 * The same edit on plain data, at once: the form goes on with it while the text is still being read. Shares what it does not touch.
 * Operations that do not fit change nothing; `editPlanText` has already refused them.
 */
export function patchData(data: unknown, operations: readonly PatchOperation[]): unknown {
  return operations.reduce((root, operation) => patchAt(root, fromPointer(operation.path), operation), data)
}

function patchAt(holder: unknown, segments: readonly string[], operation: PatchOperation): unknown {
  const [head, ...rest] = segments
  if (head === undefined) return holder
  if (Array.isArray(holder)) {
    const copy = [...holder]
    const index = head === '-' ? copy.length : Number(head)
    if (rest.length > 0) copy[index] = patchAt(copy[index], rest, operation)
    else if (operation.op === 'remove') copy.splice(index, 1)
    else copy.splice(index, operation.op === 'replace' ? 1 : 0, operation.value)
    return copy
  }
  const copy: Record<string, unknown> = { ...(typeof holder === 'object' && holder !== null ? holder : {}) }
  if (rest.length > 0) copy[head] = patchAt(copy[head] ?? (rest[0] === '-' ? [] : {}), rest, operation)
  else if (operation.op === 'remove') delete copy[head]
  else copy[head] = operation.value
  return copy
}
