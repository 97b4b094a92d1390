import { z } from 'zod'
import { hostPatternSchema } from './hostname-schema'
import { filePathSchema, nameSchema, objectNameSchema } from './name'

/**
 * Which TLS versions and ciphers the edge offers. `modern` and `intermediate` follow Mozilla's Server Side TLS guidelines 6.0;
 * `legacy` still offers TLS 1.0 and 1.1, which RFC 8996 deprecates.
 */
export const tlsProfileSchema = z
  .enum(['modern', 'intermediate', 'legacy'])
  .describe('Which TLS versions the edge offers: modern is 1.3 only, intermediate 1.2 and 1.3, legacy 1.0 to 1.3.')

export type TlsProfile = z.output<typeof tlsProfileSchema>

export const alpnSchema = z
  .array(z.enum(['h2', 'http/1.1']))
  .min(1)
  .max(2)
  .describe('The HTTP versions that terminated routes offer by ALPN, best first.')

/** A certificate the edge presents (or, for re-encrypt, shows to an upstream). Only references: no key ever enters a plan. */
export const certificateSchema = z.strictObject({
  name: nameSchema,
  hosts: z.array(hostPatternSchema).max(1024).default([]).describe('The names in the certificate (subjectAltName).'),
  secret: objectNameSchema.optional().describe('The Kubernetes TLS secret that holds it.'),
  file: filePathSchema.optional().describe('The PEM file on the edge that holds the chain and the key.'),
})

/** A bundle of certificate authorities. */
export const trustSchema = z.strictObject({
  name: nameSchema,
  secret: objectNameSchema.optional().describe('The Kubernetes secret whose ca.crt holds the bundle.'),
  file: filePathSchema.optional().describe('The PEM file on the edge that holds the bundle.'),
})

export type Certificate = z.output<typeof certificateSchema>
export type Trust = z.output<typeof trustSchema>
