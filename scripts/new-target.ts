// Makes the folder of a new target: files that compile, and a capability table in which every feature is still "cannot". From there on each
// feature that you write changes one row, and the shared tests say what is missing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { featureIds, features } from '../lib/domain-model/feature'

const reserved = ['shared', 'cases', 'test-support']

/** Writes the folder below `root`; a sentence when it cannot be. */
export function makeTarget(root: string, id: string): { made: string[] } | { problem: string } {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    return { problem: `"${id}" is no target id: lower-case letters, digits and single dashes, such as gateway-api.` }
  if (reserved.includes(id)) return { problem: `lib/targets/${id} has another meaning: take another id.` }
  const folder = join(root, 'lib/targets', id)
  if (existsSync(folder)) return { problem: `lib/targets/${id} is there already.` }
  const files = Object.entries(templates(id))
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of files) writeFileSync(join(folder, name), text)
  return { made: files.map(([name]) => `lib/targets/${id}/${name}`) }
}

/** `gateway-api` is exported as `gatewayApi`. */
const exportName = (id: string) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

function templates(id: string): Record<string, string> {
  const name = exportName(id)
  const rows = featureIds
    .map(
      (feature) =>
        `  // ${features[feature]}\n  ${/^[a-z]+$/.test(feature) ? feature : `'${feature}'`}: notWrittenYet,\n`,
    )
    .join('')
  return {
    'target.ts': `import type { Target } from '../target'
import { capabilities } from './capabilities'
import { lower } from './lower'
import { print } from './print'

/** TODO: one sentence on what this product is. */
export const ${name}: Target = {
  id: '${id}',
  title: '${id}',
  summary: 'Not written yet.',
  family: 'proxy',
  versions: ['1.0'],
  defaultVersion: '1.0',
  capabilities,
  extraPlaces: {},

  emit(plan, options) {
    const { tree, losses } = lower(plan, options)
    return { artifacts: [{ path: '${id}.conf', language: 'text', ...print(tree) }], losses }
  },

  commands() {
    return { check: [], apply: [], reload: [], verify: [], rollback: [] }
  },
}
`,
    'capabilities.ts': `import type { Capability, CapabilityTable } from '../capabilities'

const notWrittenYet: readonly Capability[] = [
  { verdict: 'cannot', reason: 'Not written yet.', source: 'lib/targets/${id}/capabilities.ts' },
]

/** Rows by version, in ascending order of \`since\`. Whatever is not plainly native has a reason and a source. */
export const capabilities: CapabilityTable = {
${rows}}
`,
    'ast.ts': `import type { JsonPointer } from '../../domain-model/json-pointer'

/** One line of the configuration with the places of the plan it came from. Grow this into the syntax of the product. */
export interface Line {
  text: string
  from: JsonPointer[]
}

export type Tree = Line[]
`,
    'lower.ts': `import type { Loss } from '../../diagnostics/loss'
import type { Plan } from '../../domain-model/plan'
import type { EmitOptions } from '../target'
import type { Tree } from './ast'

/** The plan as syntax. Knows the plan, and nothing of braces and indent; never throws for a plan that the schema accepts. */
export function lower(_plan: Plan, _options: EmitOptions): { tree: Tree; losses: Loss[] } {
  return { tree: [{ text: '# Not written yet.', from: [] }], losses: [] }
}
`,
    'print.ts': `import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Tree } from './ast'

/** The syntax as text. Knows quoting and indent, and nothing of the plan: text of others becomes a quoted word here, and nothing else. */
export function print(tree: Tree): { text: string; provenance: JsonPointer[][] } {
  return { text: tree.map((line) => \`\${line.text}\\n\`).join(''), provenance: tree.map((line) => line.from) }
}
`,
    'target.test.ts': `import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyPlan } from '../../domain-model/arbitrary-hostile-plan'
import { emitTarget } from '../emit'
import { ${name} } from './target'

/** Fixed, so that a failure is the same for everybody; another by SEED. */
const seed = Number(process.env.SEED ?? 20_261_121)

it(\`emits any plan the schema accepts, twice alike, with provenance for each line; seed \${seed}\`, () => {
  fc.assert(
    fc.property(anyPlan(), fc.constantFrom(...${name}.versions), (plan, version) => {
      const { artifacts } = emitTarget(plan, ${name}, { version })
      for (const { text, provenance } of artifacts) expect(provenance).toHaveLength(text.split('\\n').length - 1)
      expect(emitTarget(plan, ${name}, { version }).artifacts).toEqual(artifacts)
    }),
    { seed },
  )
})

// Next: show that text of others never becomes syntax, by reading the output back.
`,
  }
}

function main(): void {
  const [id, ...rest] = process.argv.slice(2)
  if (id === undefined || rest.length > 0) {
    console.error('Usage: npm run new:target ID, such as npm run new:target gateway-api')
    process.exit(2)
  }
  const answer = makeTarget(process.cwd(), id)
  if ('problem' in answer) {
    console.error(answer.problem)
    process.exit(2)
  }
  for (const file of answer.made) console.log(`made ${file}`)
  console.log(`
Next:
  1. Add it to lib/targets/registry.ts: import { ${exportName(id)} } from './${id}/target', and one entry in the list.
  2. Run "npm run golden", and read what it wrote to lib/targets/${id}/golden.
  3. Write lower.ts and print.ts feature by feature; each one changes a row in capabilities.ts. Give every row that is not
     plainly native a reason and a source.
  4. Run "npm run gen" for its page, and "npm run check".`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
