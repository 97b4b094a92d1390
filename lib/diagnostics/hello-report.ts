import { z } from 'zod'

/** What the inspector says of some bytes, in the shape that `signalbox hello --json` prints. */
export const helloReportSchema = z.strictObject({
  outcome: z.enum(['ok', 'incomplete', 'not-tls', 'malformed']),
  sni: z.string().nullable().describe('The server name as sent.'),
  alpn: z.array(z.string()).nullable(),
  versions: z.array(z.string()).nullable().describe('Best first, such as "TLS 1.3"; without GREASE.'),
  ja4: z.string().nullable(),
  ech: z
    .boolean()
    .nullable()
    .describe('Whether there is an encrypted_client_hello extension; a real one and GREASE look alike.'),
  bytes: z.number().int().describe('On the wire, record headers included.'),
  records: z.number().int(),
  reason: z.string(),
})
export type HelloReport = z.output<typeof helloReportSchema>

/** The report with everything around it that helps a person. */
export interface HelloAnswer {
  report: HelloReport
  /** What it is, in a few words. */
  verdict: string
  /** Name and value, in reading order. */
  facts: [name: string, value: string][]
}

/** A ClientHello that a client sent here, with its bytes. */
export interface SeenHello {
  hex: string
  answer: HelloAnswer
}

/** What waiting for one ClientHello tells. */
export type CaptureNews =
  | { type: 'listening'; address: string; port: number; seconds: number }
  | ({ type: 'captured' } & SeenHello)
  | { type: 'ended'; message: string }
