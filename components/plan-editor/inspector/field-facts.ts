import { fromPointer, type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import planSchema from '@/lib/domain-model/plan-schema.json'

/** What the one schema says of a field, in the form that a form needs. */
export interface FieldFacts {
  help: string | null
  choices: string[] | null
  defaultValue: unknown
  isRequired: boolean
  minimum: number | null
  maximum: number | null
}

interface Schema {
  type?: string
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  const?: unknown
  enum?: unknown[]
  default?: unknown
  required?: string[]
  minimum?: number
  maximum?: number
}

/** Generated from the one schema (`npm run gen`): the schema itself is three times as large and is needed only to judge what is typed. */
const whole = planSchema as unknown as Schema

/** Walks the plan's JSON Schema along a pointer; where it forks, the data at hand (mode, protocol, kind, match) picks the branch. */
export function fieldFacts(pointer: JsonPointer, data: unknown): FieldFacts {
  let schemas: Schema[] = [whole]
  let isRequired = false
  let walked = ''
  for (const segment of fromPointer(pointer)) {
    const holders = schemas.flatMap((schema) => branchesFor(schema, valueAt(data, walked)))
    isRequired = holders.some((holder) => holder.required?.includes(segment))
    schemas = holders.flatMap(
      (holder) => (/^\d+$/.test(segment) || segment === '-' ? holder.items : holder.properties?.[segment]) ?? [],
    )
    walked += toPointer([segment])
  }
  const [schema] = schemas
  const leaves = schemas.flatMap((candidate) => candidate.anyOf ?? candidate.oneOf ?? [candidate])
  const choices = leaves
    .flatMap((leaf) => leaf.enum ?? (leaf.const === undefined ? [] : [leaf.const]))
    .filter((value) => typeof value === 'string')
  return {
    help: schema?.description ?? null,
    choices: choices.length > 0 ? [...new Set(choices)] : null,
    defaultValue: schema?.default,
    isRequired,
    minimum: schema?.minimum ?? null,
    maximum: schema?.maximum ?? null,
  }
}

/** A choice that the schema knows, but not for this thing as it is: the mode, protocol or kind that has it. */
export interface OtherChoice {
  choice: string
  /** Such as `mode terminate or reencrypt`. */
  only: string
}

/** What cannot be chosen here, with the reason, so that it can be shown beside what can. */
export function otherChoices(pointer: JsonPointer, data: unknown): OtherChoice[] {
  const segments = fromPointer(pointer)
  const member = segments.pop()
  if (member === undefined) return []
  const holders = holdersOf(segments, data)
  const open = new Set(
    holders.flatMap(({ branch }) => (branch.isFit ? choicesOf(branch.schema.properties?.[member]) : [])),
  )
  const others = new Map<string, { key: string; values: string[] }>()
  for (const { branch } of holders) {
    if (branch.isFit || branch.key === null) continue
    for (const choice of choicesOf(branch.schema.properties?.[member])) {
      if (open.has(choice) || choice === branch.value) continue
      const known = others.get(choice)
      if (known) known.values.push(branch.value)
      else others.set(choice, { key: branch.key, values: [branch.value] })
    }
  }
  return [...others].map(([choice, { key, values }]) => ({ choice, only: `${key} ${values.join(' or ')}` }))
}

interface Branch {
  schema: Schema
  isFit: boolean
  /** The member that tells the branches apart, and its value here. */
  key: string | null
  value: string
}

/** The schemas of what holds a field, each branch with what picks it. */
function holdersOf(segments: readonly string[], data: unknown): { branch: Branch }[] {
  let schemas: Schema[] = [whole]
  let walked = ''
  for (const segment of segments) {
    const holders = schemas.flatMap((schema) => branchesFor(schema, valueAt(data, walked)))
    schemas = holders.flatMap((holder) => (/^\d+$/.test(segment) ? holder.items : holder.properties?.[segment]) ?? [])
    walked += toPointer([segment])
  }
  const held = valueAt(data, walked)
  return schemas.flatMap((schema) => {
    const fit = new Set(branchesFor(schema, held))
    return leavesOf(schema).map((leaf) => {
      const [key = null, property] =
        Object.entries(leaf.properties ?? {}).find(([, one]) => one.const !== undefined) ?? []
      return { branch: { schema: leaf, isFit: fit.has(leaf), key, value: String(property?.const ?? '') } }
    })
  })
}

const leavesOf = (schema: Schema): Schema[] => (schema.anyOf ?? schema.oneOf)?.flatMap(leavesOf) ?? [schema]

function choicesOf(schema: Schema | undefined): string[] {
  return (schema ? leavesOf(schema) : [])
    .flatMap((leaf) => leaf.enum ?? [])
    .filter((value): value is string => typeof value === 'string')
}

function branchesFor(schema: Schema, value: unknown): Schema[] {
  const branches = schema.anyOf ?? schema.oneOf
  if (!branches) return [schema]
  const fitting = branches.filter((branch) =>
    Object.entries(branch.properties ?? {}).every(([key, property]) => {
      if (property.const === undefined) return true
      const held = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
      return held === undefined ? property.default !== undefined : held === property.const
    }),
  )
  return (fitting.length > 0 ? fitting : branches).flatMap((branch) => branchesFor(branch, value))
}
