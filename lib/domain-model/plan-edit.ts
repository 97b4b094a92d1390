import { Composer, type CST, isMap, isSeq, type Node, Parser } from 'yaml'
import { fromPointer, type JsonPointer, toPointer } from './json-pointer'
import { applyOperation, applyPatch, type PatchOperation } from './patch'
import { isRecord, sameData } from './same-data'
import { renderMember, type TextStyle } from './yaml-render'
import { readSource } from './yaml-source'
import { composeOptions } from './yaml-source/compose'
import type { Section, Source } from './yaml-source/source'
import { type Splice, spliceEdits, type TextEdit } from './yaml-splice'

export type EditResult = { ok: true; text: string } | { ok: false; reason: string }

/**
 * Applies a patch to the text of a plan document, whole or not at all. What the patch does not touch keeps its bytes: comments,
 * order, quotes, spacing. YAML stays YAML, JSON stays JSON with its indentation. The result reads as exactly the patched data.
 */
export function editPlanText(text: string, operations: readonly PatchOperation[]): EditResult {
  const reading = readSource(text)
  if (!reading.ok)
    return { ok: false, reason: `the document cannot be read; ${reading.problems[0]?.message.replace(/\.$/, '')}` }
  const style = styleOf(text)
  const steps: PatchOperation[] = []
  let data: unknown = reading.source.data
  for (const operation of operations) {
    const patched = applyOperation(data, operation)
    if (!patched.ok) return { ok: false, reason: patched.reason }
    steps.push(...smallSteps(data, operation))
    data = patched.data
  }
  const edited = editInRounds(text, reading.source, steps, style)
  if (edited === null || !readAs(edited, data))
    return { ok: false, reason: 'this edit cannot be written into the document' }
  return { ok: true, text: edited }
}

// Small steps

/** The same change in steps that each touch as little text as possible, so that a list sent whole keeps the lines that did not change. */
function smallSteps(data: unknown, operation: PatchOperation): PatchOperation[] {
  const segments = fromPointer(operation.path)
  if (operation.op === 'remove') return [operation]
  const missing = segments.findIndex((_, depth) => depth > 0 && at(data, segments.slice(0, depth)) == null)
  if (missing > 0) {
    // The value with the lists and mappings that are to be made around it.
    const made = segments
      .slice(missing)
      .reduceRight<unknown>(
        (value, segment) => (segment === '-' || segment === '0' ? [value] : { [segment]: value }),
        operation.value,
      )
    return [{ op: 'add', path: toPointer(segments.slice(0, missing)), value: made }]
  }
  const holder = at(data, segments.slice(0, -1))
  if (operation.op === 'add' && Array.isArray(holder)) return [operation]
  const old = at(data, segments)
  return old === undefined ? [operation] : difference(old, operation.value, segments)
}

function at(data: unknown, segments: readonly string[]): unknown {
  let value = data
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = (value as Record<string, unknown>)[segment]
  }
  return value
}

function difference(old: unknown, value: unknown, path: readonly string[]): PatchOperation[] {
  if (sameData(old, value)) return []
  const pointer = toPointer(path)
  if (Array.isArray(old) && Array.isArray(value)) return listDifference(old, value, path)
  if (!isRecord(old) || !isRecord(value)) return [{ op: 'replace', path: pointer, value }]
  return [
    ...Object.keys(value).flatMap((key): PatchOperation[] =>
      Object.hasOwn(old, key)
        ? difference(old[key], value[key], [...path, key])
        : [{ op: 'add', path: toPointer([...path, key]), value: value[key] }],
    ),
    ...Object.keys(old)
      .filter((key) => !Object.hasOwn(value, key))
      .map((key): PatchOperation => ({ op: 'remove', path: toPointer([...path, key]) })),
  ]
}

/** Equal ends stay; what lies between is changed in place as far as it goes, then removed from the end or added. */
function listDifference(old: readonly unknown[], value: readonly unknown[], path: readonly string[]): PatchOperation[] {
  let head = 0
  while (head < old.length && head < value.length && sameData(old[head], value[head])) head++
  let tail = 0
  while (tail < old.length - head && tail < value.length - head && sameData(old.at(-1 - tail), value.at(-1 - tail)))
    tail++
  const removed = old.length - head - tail
  const added = value.length - head - tail
  const steps: PatchOperation[] = []
  for (let index = head; index < head + Math.min(removed, added); index++)
    steps.push(...difference(old[index], value[index], [...path, String(index)]))
  for (let index = head + removed - 1; index >= head + added; index--)
    steps.push({ op: 'remove', path: toPointer([...path, index]) })
  for (let index = head + removed; index < head + added; index++)
    steps.push({ op: 'add', path: toPointer([...path, index]), value: value[index] })
  return steps
}

const isCollection = (value: unknown): boolean => typeof value === 'object' && value !== null

// Text

/** Steps that do not touch each other's place are written in one round, so that renaming something used a thousand times is one pass. */
function editInRounds(text: string, source: Source, steps: readonly PatchOperation[], style: TextStyle): string | null {
  let now: Edited = { text, source }
  for (let next = 0; next < steps.length; ) {
    const round = independent(steps.slice(next))
    // A round that cannot be written as a whole is tried in halves: the last member of a list, say, leaves in its own way.
    let size = round.length
    let edited = editOnce(now, round, style)
    while (!edited && size > 1) {
      size = Math.ceil(size / 2)
      edited = editOnce(now, round.slice(0, size), style)
    }
    edited ??= reprinted(now, round[0] as PatchOperation, style)
    if (!edited) return null
    now = edited
    next += size
  }
  return now.text
}

interface Edited {
  text: string
  source: Source
}

/**
 * The longest run of steps none of which moves or lies within the place of another. Members that come and go from the end of a list to
 * its beginning do not move those before them.
 */
function independent(steps: readonly PatchOperation[]): PatchOperation[] {
  const zones = new Set<string>()
  const above = new Set<string>()
  const lowest = new Map<string, number>()
  const run: PatchOperation[] = []
  for (const step of steps) {
    const ancestors = ancestorsOf(step.path)
    const isPlainReplace = step.op === 'replace' && !isCollection(step.value)
    const zone = isPlainReplace ? step.path : (ancestors.at(-2) ?? '')
    const index = step.op === 'replace' ? Number.NaN : Number(fromPointer(step.path).at(-1))
    if (index < (lowest.get(zone) ?? 0)) {
      lowest.set(zone, index)
      run.push(step)
      continue
    }
    if (ancestors.some((ancestor) => zones.has(ancestor)) || above.has(zone)) break
    zones.add(zone)
    if (Number.isInteger(index)) lowest.set(zone, index)
    for (const ancestor of ancestors) above.add(ancestor)
    run.push(step)
  }
  return run
}

/** The pointer and all pointers above it, the whole document first. */
function ancestorsOf(pointer: JsonPointer): string[] {
  const segments = fromPointer(pointer)
  return ['', ...segments.map((_, index) => toPointer(segments.slice(0, index + 1)))]
}

/** The text after a round, or null when it does not read as the data after it. */
function editOnce({ text, source }: Edited, round: readonly PatchOperation[], style: TextStyle): Edited | null {
  const expected = applyPatch(source.data, round)
  if (!expected.ok) return null
  const windows = new Map<string, Node | null>()
  const edits: TextEdit[] = []
  for (const step of round) {
    const own = spliceStep(text, source, step, style, windows)
    if (own === null) return null
    edits.push(...own)
  }
  edits.sort((a, b) => a.start - b.start || a.end - b.end)
  if (edits.some((edit, index) => index > 0 && edit.start < (edits[index - 1]?.end ?? 0))) return null
  const parts: string[] = []
  let position = 0
  for (const edit of edits) {
    parts.push(text.slice(position, edit.start), edit.text)
    position = edit.end
  }
  return readAs(parts.join('') + text.slice(position), expected.data)
}

/** The text with its reading, when that is exactly the data. */
function readAs(text: string, data: unknown): Edited | null {
  const reading = readSource(text)
  return reading.ok && sameData(reading.source.data, data) ? { text, source: reading.source } : null
}

/** The edits of one step, found in the smallest piece of text that shows its surroundings. */
function spliceStep(
  text: string,
  source: Source,
  step: PatchOperation,
  style: TextStyle,
  windows: Map<string, Node | null>,
): TextEdit[] | null {
  const segments = fromPointer(step.path)
  const splice = spliceOf(step, source.data)
  const [name = ''] = segments
  if (
    step.op === 'add' &&
    source.sections &&
    segments.length === 1 &&
    !Object.hasOwn(source.data, name) &&
    isCollection(step.value)
  ) {
    const lineBreak = text.endsWith('\n') ? '' : style.eol
    return [{ start: text.length, end: text.length, text: lineBreak + renderMember(name, step.value, style) }]
  }
  const window = windowOf(text, source, segments, splice)
  const key = `${window.start}-${window.end}`
  if (!windows.has(key)) windows.set(key, compose(text.slice(window.start, window.end)))
  const edits = spliceEdits(
    text.slice(window.start, window.end),
    windows.get(key) ?? null,
    window.segments,
    splice,
    style,
  )
  return edits?.map((edit) => ({ ...edit, start: edit.start + window.start, end: edit.end + window.start })) ?? null
}

interface Window {
  start: number
  end: number
  /** The path within the window. */
  segments: string[]
}

/**
 * One item of a top-level list, with its neighbours where items come or go; one top-level member; else the whole text. Reading a
 * window costs the same in a plan of ten routes and of ten thousand.
 */
function windowOf(text: string, source: Source, segments: string[], splice: Splice): Window {
  const whole: Window = { start: 0, end: text.length, segments }
  const sections = source.sections
  const [key, second, ...rest] = segments
  if (!sections) return whole
  const index = sections.findIndex((section) => section.key === key)
  const section = sections[index]
  if (!section) return memberWindow(sections, segments) ?? whole
  if (second === undefined) return section.items || splice.kind === 'remove' ? whole : { ...section, segments }
  if (!section.items) return { start: section.start, end: section.end, segments }
  const count = section.items.length
  const item = second === '-' ? count : Number(second)
  if (rest.length > 0) {
    const own = section.items[item]
    return own ? { start: own.start, end: own.end, segments: ['0', ...rest] } : whole
  }
  if (splice.kind === 'remove' && count < 2) return whole
  // Two items above: the second shows whether blank lines stand between items.
  const first = Math.max(0, Math.min(item, count) - 2)
  const last = Math.min(count - 1, item + 1)
  const from = section.items[first]
  const to = section.items[last]
  if (!from || !to) return whole
  // Comments above the first item stand before it, behind the line of the key.
  const start = first === 0 ? text.indexOf('\n', section.start) + 1 : from.start
  return { start, end: to.end, segments: [String(Math.min(item, count) - first)] }
}

/** A new member stands behind the last plain one when it is plain itself, else at the end. */
function memberWindow(sections: readonly Section[], segments: string[]): Window | null {
  const firstList = sections.findIndex((section) => section.items !== null)
  const last = sections[(firstList > 0 ? firstList : sections.length) - 1]
  return last && !last.items && segments.length === 1 ? { start: last.start, end: last.end, segments } : null
}

function compose(text: string): Node | null {
  const tokens: CST.Token[] = [...new Parser().parse(text)]
  const [document] = new Composer({ ...composeOptions(), keepSourceTokens: true }).compose(tokens)
  return document && document.errors.length === 0 ? document.contents : null
}

function spliceOf(step: PatchOperation, data: unknown): Splice {
  if (step.op === 'remove') return { kind: 'remove' }
  const isItem = step.op === 'add' && Array.isArray(at(data, fromPointer(step.path).slice(0, -1)))
  return { kind: isItem ? 'insert' : 'set', value: step.value }
}

/**
 * A piece of the document printed anew, or all of it: comments stay, spacing does not. For the rare place that cannot be told from
 * the text.
 */
function reprinted({ text, source }: Edited, step: PatchOperation, style: TextStyle): Edited | null {
  const expected = applyPatch(source.data, [step])
  if (!expected.ok) return null
  if (style.json) return readAs(`${JSON.stringify(expected.data, null, style.step)}\n`, expected.data)
  const segments = fromPointer(step.path)
  const splice = spliceOf(step, source.data)
  const own = windowOf(text, source, segments, splice)
  for (const window of [own, { start: 0, end: text.length, segments }]) {
    const printed = reprintedPiece(text.slice(window.start, window.end), window.segments, splice)
    if (printed === null) continue
    const lines = style.eol === '\r\n' ? printed.replace(/\r?\n/g, '\r\n') : printed
    const edited = readAs(text.slice(0, window.start) + lines + text.slice(window.end), expected.data)
    if (edited) return edited
  }
  return null
}

function reprintedPiece(piece: string, segments: readonly string[], splice: Splice): string | null {
  const [document] = new Composer(composeOptions()).compose(new Parser().parse(piece))
  if (!document || document.errors.length > 0) return null
  const indent = /^ *(?=-)/m.exec(piece)?.[0] ?? ''
  const parent = document.getIn(segments.slice(0, -1), true)
  const last = segments.at(-1) ?? ''
  if (isSeq(parent)) {
    const index = last === '-' ? parent.items.length : Number(last)
    if (splice.kind === 'insert') parent.items.splice(index, 0, document.createNode(splice.value))
    else if (splice.kind === 'set') parent.items[index] = document.createNode(splice.value)
    else parent.items.splice(index, 1)
  } else if (!isMap(parent)) return null
  else if (splice.kind === 'remove') parent.delete(last)
  else parent.set(last, document.createNode(splice.value))
  const printed = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  return isSeq(document.contents) ? printed.replace(/^(?=[^\n])/gm, indent) : printed
}

function styleOf(text: string): TextStyle {
  const json = isJson(text)
  // Only JSON is indented by the step; YAML goes by its neighbours, and searching a megabyte of it finds nothing.
  return { json, step: (json && /^[ \t]+(?=")/m.exec(text)?.[0]) || '  ', eol: text.includes('\r\n') ? '\r\n' : '\n' }
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // YAML in flow style begins with a brace, too.
    return false
  }
}
