import { type Document, isCollection, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml'
import { fromPointer, type JsonPointer } from './json-pointer'

/** The part of JSON Patch (RFC 6902) that edits need. `add` inserts into arrays (`-` appends) and sets object members. */
export type PatchOperation =
  | { op: 'add' | 'replace'; path: JsonPointer; value: unknown }
  | { op: 'remove'; path: JsonPointer }

export type EditResult = { ok: true; text: string } | { ok: false; reason: string }

/**
 * Applies a patch to the text of a plan document, whole or not at all. What the patch does not touch keeps its comments, order and
 * style. YAML stays YAML, JSON stays JSON.
 */
export function editPlanText(text: string, operations: readonly PatchOperation[]): EditResult {
  const document = parseDocument(text, { keepSourceTokens: false })
  if (document.errors[0])
    return { ok: false, reason: `the document cannot be read: ${document.errors[0].message.split('\n')[0]}` }
  for (const operation of operations) {
    const reason = applyOperation(document, operation)
    if (reason) return { ok: false, reason }
  }
  if (/^\s*\{/.test(text)) return { ok: true, text: `${JSON.stringify(document.toJS(), null, 2)}\n` }
  return { ok: true, text: document.toString({ lineWidth: 0, flowCollectionPadding: true }) }
}

function applyOperation(document: Document, operation: PatchOperation): string | null {
  const segments = fromPointer(operation.path)
  const last = segments.at(-1)
  if (last === undefined) return 'a patch cannot replace the whole document'
  const parentPath = segments.slice(0, -1)
  let parent = parentPath.length === 0 ? document.contents : document.getIn(parentPath, true)
  if (parent === undefined && operation.op === 'add') {
    document.setIn(parentPath, document.createNode(last === '-' ? [] : {}))
    parent = document.getIn(parentPath, true)
  }
  if (!isCollection(parent)) return `${operation.path} has no parent in the document`
  if (isSeq(parent)) {
    const index = last === '-' ? parent.items.length : Number(last)
    if (!Number.isInteger(index) || index < 0 || index > parent.items.length)
      return `${operation.path} is no place in the list`
    if (operation.op === 'add') parent.items.splice(index, 0, document.createNode(operation.value))
    else if (index >= parent.items.length) return `${operation.path} does not exist`
    else if (operation.op === 'remove') parent.items.splice(index, 1)
    else replaceValue(document, parent.items, index, operation.value)
    return null
  }
  if (!isMap(parent)) return `${operation.path} has no parent in the document`
  const pair = parent.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === last)
  if (operation.op === 'remove') {
    if (!pair) return `${operation.path} does not exist`
    parent.items.splice(parent.items.indexOf(pair), 1)
  } else if (pair) {
    const holder = [pair.value]
    replaceValue(document, holder, 0, operation.value)
    pair.value = holder[0]
  } else if (operation.op === 'replace') return `${operation.path} does not exist`
  else parent.set(document.createNode(last), document.createNode(operation.value))
  return null
}

/** A scalar that stays a scalar keeps its comment and, for strings, its quoting; anything else becomes a new node with the old comments. */
function replaceValue(document: Document, items: unknown[], index: number, value: unknown): void {
  const old = items[index]
  if (isScalar(old) && (typeof value !== 'object' || value === null)) {
    if (typeof old.value !== typeof value) old.type = undefined
    old.value = value
    old.source = undefined
    return
  }
  const node = document.createNode(value)
  if (isNode(old) && isNode(node)) {
    node.comment = old.comment ?? null
    node.commentBefore = old.commentBefore ?? null
    if (isCollection(old) && isCollection(node)) node.flow = old.flow ?? false
  }
  items[index] = node
}
