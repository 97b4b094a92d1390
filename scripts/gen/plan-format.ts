// The page of the plan format (docs/plan-format.md), from the descriptions in the schema itself.
import { planExamples } from '../../lib/domain-model/examples/catalogue'
import { planJsonSchema } from '../../lib/domain-model/plan'
import { generatedNote, markdownTable } from '../docs/markdown-table'

interface Schema {
  type?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
  minItems?: number
}

/** One field at one place, gathered from every variant that has it. */
interface Field {
  path: string
  takes: Set<string>
  fallback: string
  isRequired: boolean
  /** Description → the variants that say so. */
  meanings: Map<string, string[]>
  /** What holds where it stands, such as mode → terminate, reencrypt. */
  variants: Map<string, Set<string>>
}

const titles: Record<string, string> = {
  listeners: 'Listeners',
  certificates: 'Certificates',
  trust: 'Trust bundles',
  upstreams: 'Upstreams',
  routes: 'Routes',
  extras: 'Extra lines',
}

export default async function generatePlanFormat(): Promise<Map<string, string>> {
  const schema = planJsonSchema() as Schema
  const members = Object.entries(schema.properties ?? {})
  const plain = members.filter(([name]) => !titles[name])
  const page = [
    generatedNote('lib/domain-model/plan.ts'),
    '# The plan document',
    '',
    'Format `signalbox/v1`, as YAML 1.2 or JSON. One document, no anchors and aliases, at most 8 MiB, and never a private key: certificates are named by',
    'file and by Kubernetes secret. Unknown fields are refused with their place. References (`listener`, `upstream`, `certificate`, `trust`) are names of',
    'things defined in the same plan; rules check them, so that a half-written plan can still be shown.',
    '',
    '```yaml',
    (planExamples[0]?.text() ?? '').trimEnd(),
    '```',
    '',
    '## The document',
    '',
    ...table(gather(schema, plain)),
    '',
    ...members.flatMap(([name, member]) =>
      titles[name]
        ? [
            `## ${titles[name]}`,
            '',
            `\`${name}\`: ${member.description ?? takes(member)}`,
            '',
            ...table(gatherItems(name, member)),
            '',
          ]
        : [],
    ),
  ]
  return new Map([['docs/plan-format.md', `${page.join('\n').trimEnd()}\n`]])
}

function gather(schema: Schema, members: [string, Schema][]): Field[] {
  const fields = new Map<string, Field>()
  for (const [name, member] of members) addField(fields, name, member, schema.required?.includes(name) ?? false, [])
  return [...fields.values()]
}

function gatherItems(name: string, member: Schema): Field[] {
  const fields = new Map<string, Field>()
  addMembers(fields, `${name}[]`, member.items ?? {}, [])
  // The name of the list is in the heading: the paths begin below it.
  return [...fields.values()].map((field) => ({ ...field, path: field.path.slice(name.length + 3) }))
}

/** The fixed members above a field, such as `mode: terminate`. */
type Variant = readonly [key: string, value: string][]

function addMembers(fields: Map<string, Field>, path: string, schema: Schema, variant: Variant): void {
  const variants = schema.oneOf ?? schema.anyOf
  if (variants) {
    for (const each of variants) addMembers(fields, path, each, [...variant, ...label(each)])
    return
  }
  if (schema.items) addMembers(fields, `${path}[]`, schema.items, variant)
  for (const [name, member] of Object.entries(schema.properties ?? {}))
    addField(fields, `${path}.${name}`, member, schema.required?.includes(name) ?? false, variant)
}

function addField(
  fields: Map<string, Field>,
  path: string,
  schema: Schema,
  isRequired: boolean,
  variant: Variant,
): void {
  const field: Field = fields.get(path) ?? {
    path,
    takes: new Set(),
    fallback: '',
    isRequired,
    meanings: new Map(),
    variants: new Map(),
  }
  fields.set(path, field)
  field.takes.add(takes(schema))
  for (const [key, value] of variant) field.variants.set(key, (field.variants.get(key) ?? new Set()).add(value))
  if (schema.default !== undefined) field.fallback = `\`${JSON.stringify(schema.default)}\``
  const meaning = schema.description ?? schema.items?.description ?? ''
  const last = variant.at(-1)
  field.meanings.set(meaning, [...(field.meanings.get(meaning) ?? []), last ? `\`${last[0]}: ${last[1]}\`` : ''])
  addMembers(fields, path, schema, variant)
}

/** `mode: terminate`, from the member that has one value only. */
function label(schema: Schema): Variant {
  return Object.entries(schema.properties ?? {})
    .filter(([, member]) => member.const !== undefined)
    .slice(0, 1)
    .map(([key, member]) => [key, String(member.const)] as const)
    .map(([key, value]) => [key, value])
}

function takes(schema: Schema): string {
  const variants = schema.oneOf ?? schema.anyOf
  if (variants) return [...new Set(variants.map(takes))].join(' or ')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.type === 'array') {
    const many = schema.maxItems !== undefined ? `, at most ${schema.maxItems}` : ''
    return `list of ${takes(schema.items ?? {})}${many}`
  }
  if (schema.properties) return 'mapping'
  if (typeof schema.additionalProperties === 'object')
    return `mapping of names to ${takes(schema.additionalProperties)}`
  if (schema.type === 'integer' || schema.type === 'number') {
    const bounds =
      schema.minimum !== undefined && schema.maximum !== undefined ? ` ${schema.minimum} to ${schema.maximum}` : ''
    return `${schema.type === 'integer' ? 'whole number' : 'number'}${bounds}`
  }
  return schema.type === 'boolean' ? 'true or false' : 'text'
}

function table(fields: readonly Field[]): string[] {
  return markdownTable(
    ['field', 'takes', 'default', 'meaning'],
    fields.map((field) => [
      `\`${field.path}\``,
      takenBy(field),
      field.fallback || (field.isRequired ? 'required' : ''),
      [...onlyWith(field, fields), ...meaningOf(field)].join(' '),
    ]),
  )
}

/** Variants that take different words of one list are one list. */
function takenBy({ takes: kinds }: Field): string {
  const words = [...kinds].map((kind) => kind.split(', '))
  if (!words.every((list) => list.every((word) => word.startsWith('`')))) return [...kinds].join(' or ')
  return [...new Set(words.flat())].join(', ')
}

/** What has to hold above a field, where its parent does not need it already. */
function onlyWith(field: Field, fields: readonly Field[]): string[] {
  const parent = fields.find((other) => other.path === field.path.replace(/(?:\[\])?\.[^.]*$/, '') && other !== field)
  return [...field.variants].flatMap(([key, values]) => {
    const all = new Set(fields.flatMap((other) => [...(other.variants.get(key) ?? [])]))
    const above = parent?.variants.get(key) ?? all
    if (values.size === above.size) return []
    return [`Only with ${[...values].map((value) => `\`${key}: ${value}\``).join(' or ')}.`]
  })
}

function meaningOf({ meanings }: Field): string[] {
  if (meanings.size === 1) return [...meanings.keys()]
  return [...meanings]
    .filter(([text]) => text !== '')
    .map(([text, variants]) => `${[...new Set(variants)].join(', ')}: ${text}`)
}
