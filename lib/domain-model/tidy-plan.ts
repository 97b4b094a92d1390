import { type PlanInput, planJsonSchema } from './plan'

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  const?: unknown
  default?: unknown
}

/** The plan with members in the order of the schema, without those that only repeat a default. Reading both gives the same plan. */
export function tidyPlan(plan: PlanInput): unknown {
  schema ??= planJsonSchema() as JsonSchema
  return tidyValue(plan, schema)
}

let schema: JsonSchema | undefined

function tidyValue(value: unknown, schema: JsonSchema): unknown {
  const branch = branchOf(value, schema)
  if (Array.isArray(value))
    return branch.items ? value.map((item) => tidyValue(item, branch.items as JsonSchema)) : value
  if (typeof value !== 'object' || value === null || !branch.properties) return value
  const holder = value as Record<string, unknown>
  const known = Object.entries(branch.properties).filter(([key]) => Object.hasOwn(holder, key))
  const rest = Object.keys(holder).filter((key) => !Object.hasOwn(branch.properties ?? {}, key))
  return Object.fromEntries([
    ...known
      .filter(([key, member]) => holder[key] !== undefined && !sameValue(holder[key], member.default))
      .map(([key, member]) => [key, tidyValue(holder[key], member)]),
    ...rest.filter((key) => holder[key] !== undefined).map((key) => [key, holder[key]]),
  ])
}

/** The branch of a union whose constants fit and that knows every member. */
function branchOf(value: unknown, schema: JsonSchema): JsonSchema {
  const branches = schema.oneOf ?? schema.anyOf
  if (!branches) return schema
  if (typeof value !== 'object' || value === null) return schema
  const fits = ({ properties }: JsonSchema) =>
    properties !== undefined &&
    Object.entries(properties).every(
      ([key, member]) =>
        member.const === undefined || ((value as Record<string, unknown>)[key] ?? member.default) === member.const,
    ) &&
    Object.keys(value).every((key) => Object.hasOwn(properties, key))
  return branches.find(fits) ?? {}
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && b !== undefined && JSON.stringify(a) === JSON.stringify(b))
}
