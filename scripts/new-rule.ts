// Makes the file of a new rule: `npm run new:rule <id>`. It works at once (it looks for a route of a certain name), so that `npm run gen`
// and the tests accept it, and every line of it is there to be replaced.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportName } from './gen/rules'

export type NewRule = { ok: true; path: string; next: string[] } | { ok: false; reason: string }

/** Makes the file under `root`, or says why not. */
export function newRule(root: string, id: string | undefined): NewRule {
  if (id === undefined) return { ok: false, reason: 'Say a name: npm run new:rule certificate-without-key' }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))
    return { ok: false, reason: `"${id}" is no rule id: use lower-case words with dashes, such as shadowed-route.` }
  if (id.startsWith('no-'))
    return {
      ok: false,
      reason: `Name the rule after the evil, so that "allow ${id.slice(3)}" reads as a sentence: unchecked-servers, not no-health-check.`,
    }
  const path = `lib/rules/catalogue/${id}.ts`
  if (existsSync(join(root, path))) return { ok: false, reason: `${path} is there already.` }
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), template(id))
  return {
    ok: true,
    path,
    next: [
      'Say what is wrong, why it hurts (what engines really do) and the way out, with sources.',
      'Write bad and good examples: they are the unit tests and the page. lib/rules/example-base.ts is what they are laid over.',
      'Take look-ups from facts; one that is missing belongs into lib/rules/facts.ts, never a loop inside a loop.',
      'Run npm run gen, then npx vitest run --project unit lib/rules.',
    ],
  }
}

const template = (id: string) => `import { defineRule } from '../define-rule'

export const ${exportName(id)} = defineRule({
  id: '${id}',
  severity: 'hint',
  summary: 'A route has the name of a placeholder.',
  why: 'This is how a rule looks. Say here what happens because of the evil, and what HAProxy, NGINX and clients really do.',
  fix: 'Say the way out.',
  references: ['RFC 9110 section 7.2'],
  bad: [
    {
      title: 'What the rule reports',
      yaml: 'routes:\\n  - { name: placeholder, listener: https, hosts: [new.example.com], mode: passthrough, upstream: vault }\\n',
    },
  ],
  good: [{ title: 'What it does not report', yaml: 'routes:\\n  - { name: vault, hosts: [vault.example.com] }\\n' }],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (route.name !== 'placeholder') continue
      report({ path: \`/routes/\${index}/name\`, message: \`Route \${route.name} still has the name of a placeholder.\` })
    }
  },
})
`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = newRule(process.cwd(), process.argv[2])
  if (made.ok)
    console.log([`Made ${made.path}. Next:`, ...made.next.map((step, index) => `  ${index + 1}. ${step}`)].join('\n'))
  else {
    console.error(made.reason)
    process.exitCode = 1
  }
}
