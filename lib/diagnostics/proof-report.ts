import { z } from 'zod'

/** Whoever can run a plan: the edge of this house, and programs of others. */
export const engineIds = ['embedded', 'haproxy', 'nginx'] as const
export type EngineName = (typeof engineIds)[number]

const engine = z.enum(engineIds)

export const engineReportSchema = z.strictObject({
  id: engine,
  version: z.string().nullable().describe('Null where it is not installed.'),
  available: z.boolean().describe('Whether it is installed here.'),
  reason: z.string().nullable().describe('Why it has no answers, and the way to get them; null when it ran.'),
})
export type EngineReport = z.output<typeof engineReportSchema>

const seenSchema = z.strictObject({
  text: z.string(),
  certificate: z.enum(['edge', 'backend']).nullable().describe('Whose certificate came.'),
  agrees: z.boolean(),
  differences: z.array(
    z.strictObject({
      aspect: z.string(),
      expected: z.string(),
      seen: z.string(),
      known: z
        .strictObject({ id: z.string(), says: z.string(), source: z.string() })
        .nullable()
        .describe('A known difference of this engine, with its source; it counts as agreement.'),
    }),
  ),
})
export type SeenReport = z.output<typeof seenSchema>

export const probeReportSchema = z.strictObject({
  id: z.string(),
  route: z.string().nullable().describe('The route that decides; null where none does.'),
  kind: z.string(),
  title: z.string(),
  expected: z.string().describe('What the plan says.'),
  seen: z.partialRecord(engine, seenSchema).describe('By engine id. An engine that could not be asked is absent.'),
  agree: z.boolean(),
  command: z.string().describe('What a person would type; "$EDGE" stands for the address of the edge.'),
})
export type ProbeReport = z.output<typeof probeReportSchema>

/** What `verify --json` prints and the studio's report holds: one plan, several engines, every probe beside what the plan says. */
export const proofSchema = z.strictObject({
  engines: z.array(engineReportSchema),
  probes: z.array(probeReportSchema),
  disagreements: z.number().int().describe('How many probes found an engine that does otherwise than the plan.'),
})
export type Proof = z.output<typeof proofSchema>

/** How one engine did on one probe. */
export type Verdict = 'agrees' | 'known' | 'disagrees' | 'not-asked'

export function verdictOf(seen: SeenReport | undefined): Verdict {
  if (!seen) return 'not-asked'
  if (!seen.agrees) return 'disagrees'
  return seen.differences.length > 0 ? 'known' : 'agrees'
}
