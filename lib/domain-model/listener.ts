import { z } from 'zod'
import { nameSchema, referenceSchema } from './name'
import { addressRangeSchema, ipAddressSchema, portSchema } from './network-address-schema'
import { alpnSchema, tlsProfileSchema } from './tls-policy'

const acceptProxyProtocolSchema = z
  .strictObject({
    from: z
      .array(addressRangeSchema)
      .max(64)
      .default([])
      .describe('Who may send the PROXY header. Empty means anybody, which lets anybody forge an address.'),
  })
  .describe('Expect a PROXY protocol header (v1 or v2) from the load balancer in front.')

const common = {
  name: nameSchema,
  address: ipAddressSchema.optional().describe('The local address to listen on; left out, all addresses.'),
  port: portSchema,
  acceptProxyProtocol: acceptProxyProtocolSchema.optional(),
}

export const tlsListenerSchema = z.strictObject({
  ...common,
  protocol: z.literal('tls'),
  tlsProfile: tlsProfileSchema.default('intermediate'),
  alpn: alpnSchema.default(['h2', 'http/1.1']),
  unmatched: z
    .union([z.literal('reject'), z.strictObject({ route: referenceSchema })])
    .default('reject')
    .describe(
      'What happens to a name that no route has, or to no name: refuse it with a TLS alert, or give it to a named route.',
    ),
  clientHelloSeconds: z
    .number()
    .min(1)
    .max(60)
    .default(5)
    .describe('Seconds to wait for a complete ClientHello before closing.'),
})

export const httpListenerSchema = z.strictObject({
  ...common,
  protocol: z.literal('http'),
  acmeUpstream: referenceSchema
    .optional()
    .describe(
      "The upstream that answers ACME HTTP-01 challenges for certificates that the edge holds, on its servers' ports.",
    ),
})

export const listenerSchema = z.discriminatedUnion('protocol', [tlsListenerSchema, httpListenerSchema])

export type Listener = z.output<typeof listenerSchema>
export type TlsListener = z.output<typeof tlsListenerSchema>
export type HttpListener = z.output<typeof httpListenerSchema>
