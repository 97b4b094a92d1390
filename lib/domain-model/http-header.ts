import { z } from 'zod'

/** Header names: an RFC 9110 token narrowed to what every target writes without quoting. */
export const headerNameSchema = z
  .string()
  .max(128)
  .regex(/^[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/, {
    error: 'a header name starts with a letter and holds letters, digits, dashes and underscores',
  })

/** A field value (RFC 9110 section 5.5): visible ASCII with inner spaces and tabs. A line break would start a second header. */
export const headerValueSchema = z
  .string()
  .max(4096)
  .regex(/^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/, {
    error: 'a header value holds printable ASCII; no line breaks, control characters, or spaces at its ends',
  })

/** Hop-by-hop and framing fields belong to the proxy itself (RFC 9110 section 7.6.1, RFC 9112 section 6). */
const owned = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'content-length',
  'host',
])

function isOwnedHeader(name: string): boolean {
  return owned.has(name.toLowerCase())
}

const settableName = headerNameSchema.refine((name) => !isOwnedHeader(name), {
  error: 'this header frames the message or names the host; the proxy owns it',
})

export const headerRulesSchema = z
  .strictObject({
    set: z
      .record(settableName, headerValueSchema)
      .optional()
      .describe('Headers to set, replacing what the sender sent.'),
    remove: z.array(settableName).max(64).optional().describe('Headers to remove.'),
  })
  .describe('Changes to headers: remove first, then set.')

export type HeaderRules = z.output<typeof headerRulesSchema>
