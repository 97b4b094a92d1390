// The page of the command line (docs/cli.md), from its help and its JSON shapes.
import { z } from 'zod'
import { commands } from '../../lib/cli/commands'
import { commandText, overviewText } from '../../lib/cli/help'
import { jsonShapes } from '../../lib/cli/json-shapes'
import { generatedNote } from '../docs/markdown-table'

interface Schema {
  type?: string | string[]
  description?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
}

export default async function generateCli(): Promise<Map<string, string>> {
  return new Map([['docs/cli.md', page()]])
}

function page(): string {
  return `${[
    generatedNote('lib/cli/'),
    '# The command line',
    '',
    'In the repository `npm run --silent signalbox -- COMMAND …`, installed `signalbox COMMAND …`. It is the same library as the studio and',
    'makes the same bytes. `npm run build:cli` makes `dist/signalbox.mjs`, which needs nothing but Node; `npm pack ./dist` makes a package of it.',
    '',
    ...fence('', overviewText(commands)),
    'What a person got wrong is one line on standard error and exit code 2. Results go to standard output, notes and losses to standard error.',
    'Colours appear on terminals alone and honour `NO_COLOR`.',
    '',
    ...commands.flatMap((command) => [
      `## ${command.name}`,
      '',
      ...fence('', commandText(command)),
      ...shapeSection(command.shape),
    ]),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function shapeSection(shape: string | null): string[] {
  if (shape === null) return []
  const schema = z.toJSONSchema(jsonShapes[shape as keyof typeof jsonShapes], { unrepresentable: 'any' }) as Schema
  return [
    'With `--json`. The shape is stable; members that do not apply are `null`, never absent.',
    '',
    ...fence('ts', `${typeText(schema, '')}\n`),
  ]
}

/** A JSON Schema as a TypeScript type, descriptions as comments. */
function typeText(schema: Schema, indent: string): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map((part) => typeText(part, indent)))].join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.type === 'array') {
    const inner = typeText(schema.items ?? {}, indent)
    const isUnion = (schema.items?.anyOf?.length ?? schema.items?.enum?.length ?? 1) > 1
    return isUnion ? `(${inner})[]` : `${inner}[]`
  }
  if (schema.properties) {
    const members = Object.entries(schema.properties).map(([name, member]) => {
      const note = member.description ?? member.anyOf?.find((part) => part.description)?.description
      return `${note ? `${indent}  // ${note}\n` : ''}${indent}  ${name}: ${typeText(member, `${indent}  `)}\n`
    })
    return `{\n${members.join('')}${indent}}`
  }
  const names: Record<string, string> = {
    integer: 'number',
    string: 'string',
    boolean: 'boolean',
    number: 'number',
    null: 'null',
  }
  return [schema.type ?? '']
    .flat()
    .map((type) => names[type] ?? 'unknown')
    .join(' | ')
}

const fence = (language: string, text: string) => [`\`\`\`${language}`, ...text.trimEnd().split('\n'), '```', '']
