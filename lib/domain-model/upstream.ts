import { z } from 'zod'
import { isHostName } from './hostname'
import { literalPathSchema } from './model-path-schema'
import { nameSchema, namespaceSchema, objectNameSchema } from './name'
import { portSchema, serverHostSchema } from './network-address-schema'

const serverSchema = z.strictObject({
  host: serverHostSchema,
  port: portSchema,
  weight: z.number().int().min(0).max(256).default(1).describe('Its share of the traffic; 0 drains it.'),
  backup: z.boolean().default(false).describe('Used only when no other server is up.'),
})

const serviceSchema = z.strictObject({
  name: objectNameSchema,
  namespace: namespaceSchema.optional(),
  port: portSchema,
})

const timing = {
  intervalSeconds: z.number().int().min(1).max(3600).default(5).describe('Seconds between checks.'),
  timeoutSeconds: z.number().int().min(1).max(600).default(3).describe('Seconds to wait for an answer.'),
  rise: z.number().int().min(1).max(100).default(2).describe('Good checks in a row that bring a server back.'),
  fall: z.number().int().min(1).max(100).default(3).describe('Failed checks in a row that take a server out.'),
}

const hostHeaderSchema = z.string().refine((value) => isHostName(value), { error: 'a Host is a lower-case DNS name' })

export const healthSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    path: literalPathSchema.default('/'),
    expect: z.number().int().min(100).max(599).default(200).describe('The status code that means healthy.'),
    host: hostHeaderSchema.optional().describe('The Host header of the check.'),
    ...timing,
  }),
  z.strictObject({ kind: z.literal('tcp'), ...timing }),
  z.strictObject({
    kind: z.literal('tls'),
    serverName: hostHeaderSchema.optional().describe('The SNI of the check; a server behind an SNI router needs it.'),
    ...timing,
  }),
])

export type Health = z.output<typeof healthSchema>

export const upstreamSchema = z
  .strictObject({
    name: nameSchema,
    servers: z.array(serverSchema).max(1000).default([]).describe('Hosts and ports that the edge dials.'),
    service: serviceSchema.optional().describe('The Kubernetes service, for targets that run in a cluster.'),
    balance: z
      .enum(['round-robin', 'least-connections', 'source'])
      .default('round-robin')
      .describe('How a server is chosen: in turn, the least busy one, or by the client address.'),
    health: healthSchema.optional().describe('How the edge learns that a server is up.'),
    sendProxyProtocol: z
      .enum(['none', 'v1', 'v2'])
      .default('none')
      .describe(
        "Send a PROXY protocol header first: on passthrough the only way the backend sees the client's address.",
      ),
    acceptsProxyProtocol: z
      .boolean()
      .optional()
      .describe(
        'Whether the backend is known to expect a PROXY protocol header. Both ends must agree, or no connection works.',
      ),
    httpPort: portSchema
      .default(80)
      .describe('Where the same servers answer plain HTTP, for plainHttp forward and acme-only.'),
  })
  .refine((upstream) => upstream.servers.length > 0 || upstream.service !== undefined, {
    error: 'an upstream needs servers (for proxies) or a service (for Kubernetes); add at least one',
  })

export type Upstream = z.output<typeof upstreamSchema>
export type UpstreamServer = Upstream['servers'][number]
