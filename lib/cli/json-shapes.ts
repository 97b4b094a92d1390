import { z } from 'zod'
import { helloReportSchema } from '../diagnostics/hello-report'
import { proofSchema } from '../diagnostics/proof-report'

// The JSON that commands print. Stable: members may be added, none goes or changes its meaning. What does not apply is null, never absent.

const pointer = z.string().describe('A JSON pointer into the plan; empty for the whole document.')
const patch = z
  .array(
    z.union([
      z.strictObject({ op: z.enum(['add', 'replace']), path: z.string(), value: z.unknown() }),
      z.strictObject({ op: z.literal('remove'), path: z.string() }),
    ]),
  )
  .describe('JSON Patch (RFC 6902) that mends it.')
const severity = z.enum(['error', 'warning', 'hint'])

const finding = z.strictObject({
  rule: z.string().describe('The id of the rule; document/… for problems of the text itself.'),
  severity,
  message: z.string(),
  path: pointer,
  line: z.number().int().min(1).nullable().describe('1-based.'),
  fix: z
    .strictObject({ text: z.string(), patch: patch.nullable() })
    .nullable()
    .describe('The way out in words, and as a patch where it is unambiguous.'),
})

const verdict = z.strictObject({
  target: z.string(),
  version: z.string(),
  feature: z.string(),
  path: pointer,
  verdict: z.enum(['native', 'extra-hop', 'needs-switch', 'cannot', 'broken']),
  reason: z.string(),
  source: z.string(),
})

const loss = z.strictObject({
  path: pointer,
  feature: z.string(),
  reason: z.string(),
  fix: z.string().nullable(),
})

export const jsonShapes = {
  check: z.strictObject({ findings: z.array(finding), verdicts: z.array(verdict) }),

  render: z.strictObject({
    artifacts: z
      .array(
        z.strictObject({
          path: z.string().describe("Relative to the target's folder. The main artifact comes first."),
          language: z.enum(['haproxy', 'nginx', 'yaml', 'text']),
          text: z.string(),
          provenance: z.array(z.array(z.string())).describe('For each line the pointers of the plan it came from.'),
        }),
      )
      .min(1),
    losses: z.array(loss),
  }),

  explain: z.strictObject({
    outcome: z.enum(['forward', 'redirect', 'reject', 'misdirected', 'not-found']),
    listener: z.string().nullable(),
    route: z.string().nullable(),
    mode: z.enum(['terminate', 'passthrough', 'reencrypt']).nullable(),
    certificateFrom: z.enum(['edge', 'backend']).nullable().describe('Whose certificate the client sees.'),
    certificate: z.string().nullable().describe('The name of the edge certificate.'),
    upstream: z.string().nullable().describe('With several by weight, the heaviest.'),
    path: z.string().nullable().describe('The path that the upstream sees; on redirect the whole location.'),
    status: z.number().int().nullable().describe('What the edge itself answers.'),
    reason: z.string(),
    runnerUp: z.strictObject({ route: z.string(), host: z.string(), reason: z.string() }).nullable(),
  }),

  targets: z.strictObject({
    targets: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        summary: z.string(),
        family: z.enum(['proxy', 'kubernetes']),
        versions: z.array(z.string()).describe('Ascending.'),
        defaultVersion: z.string(),
        extraPlaces: z.array(z.strictObject({ place: z.string(), meaning: z.string() })),
      }),
    ),
  }),

  rules: z.strictObject({
    rules: z.array(
      z.strictObject({
        id: z.string(),
        severity,
        summary: z.string(),
        why: z.string(),
        fix: z.string(),
        references: z.array(z.string()),
      }),
    ),
  }),

  hello: helloReportSchema,

  verify: proofSchema,
} as const

export type JsonShape = keyof typeof jsonShapes

/** JSON of a documented shape. A value of another shape is a mistake of ours, which the types catch. */
export function printJson<S extends JsonShape>(_shape: S, value: z.input<(typeof jsonShapes)[S]>): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
