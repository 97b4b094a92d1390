import { Document } from 'yaml'
import { explainIssue, problem } from './explain-issue'
import { fromPointer, type JsonPointer, toPointer, valueAt } from './json-pointer'
import { parsePlanData } from './parse-plan-data'
import type { Plan, PlanInput } from './plan'
import { planTextBytesMax } from './plan-limits'
import type { PlanProblem } from './plan-problem'
import { findPrivateKey } from './private-key'
import { tidyPlan } from './tidy-plan'
import { readSource } from './yaml-source'
import type { Source } from './yaml-source/source'

export interface PlanReading {
  /** Null when the text is no plan. With `impossible` problems only, the plan without what it cannot have. */
  plan: Plan | null
  problems: PlanProblem[]
  /** 1-based place of a pointer, or of its nearest parent that stands in the text; null for text that could not be parsed. */
  locate(pointer: JsonPointer): { line: number; column: number } | null
}

/** More would not be read; the last one then says that there are more. */
const problemsMax = 200

/**
 * Reads a plan document from YAML 1.2 or JSON. Never throws on user input: whatever is wrong comes back as problems with place,
 * reason and way out.
 */
export function parsePlanText(text: string): PlanReading {
  const refused = refuseUnread(text)
  if (refused) return { plan: null, problems: [refused], locate: () => null }
  const at = lineCounter(text)
  const reading = readSource(text)
  if (!reading.ok)
    return {
      plan: null,
      locate: () => null,
      problems: reading.problems.map(({ code, message, fix, offset, path }) => ({
        ...problem(code, message, fix, path),
        ...at(offset),
      })),
    }
  const { source } = reading
  const locate = (pointer: JsonPointer) => at(source.offsetOf(pointer))
  const { plan, problems } = readPlan(source)
  const placed = problems.slice(0, problemsMax).map((found) => ({ ...found, ...locate(found.path) }))
  placed.sort((one, other) => one.line - other.line || one.column - other.column)
  if (problems.length > problemsMax) placed.push({ ...more, line: 1, column: 1 })
  return { plan, problems: placed, locate }
}

const more = problem(
  'schema',
  `There are more problems than the ${problemsMax} shown.`,
  'Correct these first, then read again.',
)

function readPlan({ data }: Source): Pick<PlanReading, 'plan' | 'problems'> {
  const first = parsePlanData(data)
  if (first.success) {
    const key = findKeyInValues(first.data)
    return key === null ? { plan: first.data, problems: [] } : { plan: null, problems: [keyProblem(key)] }
  }
  const problems = first.error.issues.flatMap((issue) => explainIssue(issue, data, problemsMax))
  if (problems.some((found) => found.code !== 'impossible')) return { plan: null, problems }
  const second = parsePlanData(
    withoutMembers(
      data,
      problems.map((found) => found.path),
    ),
  )
  return { plan: second.success ? second.data : null, problems }
}

function withoutMembers(data: unknown, pointers: readonly JsonPointer[]): unknown {
  const copy = structuredClone(data)
  for (const pointer of pointers) {
    const holder = valueAt(copy, pointer.slice(0, pointer.lastIndexOf('/')))
    const key = fromPointer(pointer).at(-1)
    if (typeof holder === 'object' && holder !== null && key !== undefined)
      delete (holder as Record<string, unknown>)[key]
  }
  return copy
}

/** A key whose marker was written with escapes or over several lines stands in the values, not in the text. */
function findKeyInValues(plan: Plan): JsonPointer | null {
  const described = [
    { path: '/description', text: plan.description },
    ...plan.routes.flatMap(({ description }, index) =>
      description === undefined ? [] : [{ path: `/routes/${index}/description`, text: description }],
    ),
    ...plan.extras.map((extra, index) => ({
      path: toPointer(['extras', index, 'lines']),
      text: extra.lines.join('\n'),
    })),
  ]
  return described.find(({ text }) => text !== undefined && findPrivateKey(text) !== null)?.path ?? null
}

function keyProblem(path: JsonPointer): PlanProblem {
  return problem(
    'private-key',
    'This text holds a private key; keys never enter a plan, so nothing of it was kept.',
    'Remove the key, and name the secret or file that holds it instead. Replace a key that was pasted in a wrong place before.',
    path,
  )
}

/** Offsets to 1-based lines and columns; the line starts are listed at the first question. */
function lineCounter(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined
  return (offset) => {
    if (!starts) {
      starts = [0]
      for (let newline = text.indexOf('\n'); newline !== -1; newline = text.indexOf('\n', newline + 1))
        starts.push(newline + 1)
    }
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

/**
 * Prints a plan as YAML, in the order of the schema, without the members that only repeat a default. Strings that YAML 1.1 would
 * read as something else (`yes`, `1:30`) are quoted, since other tools still read it.
 */
export function printPlan(plan: PlanInput): string {
  return new Document(tidyPlan(plan), { version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false }).toString({
    lineWidth: 0,
    flowCollectionPadding: true,
  })
}

function refuseUnread(text: string): PlanProblem | null {
  // A character takes three bytes at most: nearly every text is small enough without being encoded to be counted.
  const isCounted = text.length * 3 > planTextBytesMax && text.length <= planTextBytesMax
  const bytes = isCounted ? new TextEncoder().encode(text).length : text.length
  if (bytes > planTextBytesMax)
    return problem(
      'too-large',
      `This text is ${Math.ceil(bytes / 1048576)} MiB; a plan may have ${planTextBytesMax / 1048576} MiB.`,
      'Split the edge into several plans.',
    )
  const key = findPrivateKey(text)
  if (key !== null) return { ...keyProblem(''), ...lineCounter(text)(key) }
  const control = text.search(/[\x00-\x08\x0b\x0c\x0e-\x1f]/)
  if (control >= 0)
    return {
      ...problem('not-text', 'This is not a text: it holds control characters.', 'Save it as UTF-8 YAML or JSON.'),
      ...lineCounter(text)(control),
    }
  return null
}
