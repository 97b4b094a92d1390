import { z } from 'zod'
import { isHostName } from './hostname'
import { hostPatternSchema } from './hostname-schema'
import { headerNameSchema, headerRulesSchema } from './http-header'
import { regexProblem } from './model-path'
import { literalPathSchema } from './model-path-schema'
import { nameSchema, referenceSchema } from './name'
import { addressRangeSchema } from './network-address-schema'

export const rateLimitSchema = z
  .strictObject({
    requests: z.number().int().min(1).max(1_000_000),
    per: z.enum(['second', 'minute', 'hour']).default('second'),
    burst: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .describe('Requests above the rate that are let through at once.'),
  })
  .describe('Requests that one client address may make; more are answered 429.')

const weightedUpstreamSchema = z.strictObject({
  upstream: referenceSchema,
  weight: z.number().int().min(0).max(1000).default(1),
})

const pathCommon = {
  upstream: referenceSchema.optional().describe('Where requests under this path go.'),
  upstreams: z
    .array(weightedUpstreamSchema)
    .min(1)
    .max(16)
    .optional()
    .describe('Or several upstreams that share the traffic by weight.'),
  methods: z
    .array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']))
    .min(1)
    .optional()
    .describe('The methods that are let through; others are answered 405. GET includes HEAD.'),
  requestHeaders: headerRulesSchema.optional(),
  responseHeaders: headerRulesSchema.optional(),
  rateLimit: rateLimitSchema.optional(),
}

const wholePathRewrite = z.strictObject({
  path: literalPathSchema.describe('The upstream sees this path instead of the whole path.'),
})
const prefixRewrite = z.strictObject({
  prefix: literalPathSchema.describe('The upstream sees this in place of the matched prefix.'),
})

/** One path rule. Which fields it may have follows from how it matches: only a prefix has a part to swap. */
export const pathRuleSchema = z
  .union([
    z.strictObject({
      path: literalPathSchema,
      match: z.literal('prefix').default('prefix'),
      rewrite: z.union([prefixRewrite, wholePathRewrite]).optional(),
      ...pathCommon,
    }),
    z.strictObject({
      path: literalPathSchema,
      match: z.literal('exact'),
      rewrite: wholePathRewrite.optional(),
      ...pathCommon,
    }),
    z.strictObject({
      path: z
        .string()
        .check((context) => {
          const problem = regexProblem(context.value)
          if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value })
        })
        .describe('A regular expression that must match the whole normalised path.'),
      match: z.literal('regex'),
      rewrite: wholePathRewrite.optional(),
      ...pathCommon,
    }),
  ])
  .check((context) => {
    const { upstream, upstreams } = context.value
    if ((upstream === undefined) === (upstreams === undefined))
      context.issues.push({
        code: 'custom',
        message: 'a path needs either upstream (one) or upstreams (several, with weights)',
        input: context.value,
      })
    if (upstreams?.every((entry) => entry.weight === 0))
      context.issues.push({
        code: 'custom',
        message: 'at least one weight must be above 0',
        input: upstreams,
        path: ['upstreams'],
      })
  })

export const clientAuthSchema = z
  .strictObject({
    mode: z.enum(['required', 'optional']).describe('Whether a client without a certificate is refused.'),
    trust: referenceSchema.describe('The trust bundle that client certificates must chain to.'),
    identityHeader: headerNameSchema
      .optional()
      .describe(
        'The request header that carries the subject of the verified client certificate; what clients send under that name is removed.',
      ),
  })
  .describe('Client certificates that the edge itself asks for and checks (mutual TLS at the edge).')

export const hstsSchema = z
  .strictObject({
    maxAgeSeconds: z.number().int().min(0).max(315_360_000),
    includeSubDomains: z.boolean().default(false),
    preload: z.boolean().default(false),
  })
  .describe('Strict-Transport-Security (RFC 6797): browsers use only HTTPS for this host from then on.')

export const upstreamTlsSchema = z
  .strictObject({
    verify: z
      .boolean()
      .default(true)
      .describe("Check the upstream's certificate. Without it, anybody on the way can answer."),
    trust: referenceSchema.optional().describe('The bundle its certificate must chain to; left out, the system store.'),
    serverName: z
      .string()
      .refine((value) => isHostName(value), { error: 'a server name is a lower-case DNS name' })
      .optional()
      .describe('The name sent as SNI and checked in the certificate.'),
    clientCertificate: referenceSchema.optional().describe('The certificate that the edge shows to the upstream.'),
  })
  .describe('TLS from the edge to the upstream.')

const routeTimeoutsSchema = z.strictObject({
  connectSeconds: z.number().min(0.1).max(600).optional().describe('Seconds to wait for the upstream to accept.'),
  idleSeconds: z
    .number()
    .min(1)
    .max(86_400)
    .optional()
    .describe('Seconds without a byte before the connection is closed.'),
})

export const plainHttpSchema = z
  .enum(['redirect', 'serve', 'forward', 'acme-only', 'closed'])
  .describe(
    'What these names answer on plain HTTP: redirect to HTTPS, serve the same paths, forward to the upstream, only ACME challenges, or close.',
  )

const common = {
  name: nameSchema,
  description: z.string().max(1000).optional(),
  listener: referenceSchema.describe('The tls listener these names arrive on.'),
  hosts: z.array(hostPatternSchema).min(1).max(1024).describe('The names this route answers for.'),
  wildcardDepth: z
    .enum(['one', 'any'])
    .default('one')
    .describe('How many labels a wildcard of this route stands for. Certificates cover one.'),
  allow: z.array(addressRangeSchema).min(1).max(1000).optional().describe('Only these client addresses may connect.'),
  deny: z
    .array(addressRangeSchema)
    .min(1)
    .max(1000)
    .optional()
    .describe('These client addresses may not; deny wins over allow.'),
  timeouts: routeTimeoutsSchema.optional(),
}

const httpCommon = {
  certificate: referenceSchema.describe('The certificate the edge presents for these names.'),
  paths: z
    .array(pathRuleSchema)
    .min(1)
    .max(1000)
    .describe('Path rules: exact beats the longest prefix beats regex in order. No match is answered 404.'),
  requestHeaders: headerRulesSchema.optional(),
  responseHeaders: headerRulesSchema.optional(),
  rateLimit: rateLimitSchema.optional(),
  clientAuth: clientAuthSchema.optional(),
  hsts: hstsSchema.optional(),
  waf: z
    .strictObject({ mode: z.enum(['detect', 'block']) })
    .optional()
    .describe('A web application firewall in front of the upstream.'),
  plainHttp: plainHttpSchema.optional(),
}

export const passthroughRouteSchema = z.strictObject({
  ...common,
  mode: z.literal('passthrough'),
  upstream: referenceSchema.describe('Where the untouched TLS bytes go.'),
  plainHttp: plainHttpSchema.exclude(['serve']).optional(),
})

export const terminateRouteSchema = z.strictObject({ ...common, mode: z.literal('terminate'), ...httpCommon })

export const reencryptRouteSchema = z.strictObject({
  ...common,
  mode: z.literal('reencrypt'),
  ...httpCommon,
  upstreamTls: upstreamTlsSchema,
})

export const routeSchema = z.discriminatedUnion('mode', [
  terminateRouteSchema,
  passthroughRouteSchema,
  reencryptRouteSchema,
])
