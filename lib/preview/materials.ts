import { z } from 'zod'
import { addressRangeSchema, portSchema } from '../domain-model/network-address-schema'

const endpointSchema = z.object({ host: z.string().min(1).max(253), port: portSchema })

/** What a plan only names: certificates with their keys, trust bundles, and where its servers really are. Lives in memory only. */
export const materialsSchema = z.object({
  /** PEM of chain and key, by certificate name. */
  certificates: z.record(z.string(), z.string().max(1_000_000)).default({}),
  /** PEM of one or more authorities, by trust name. */
  trust: z.record(z.string(), z.string().max(5_000_000)).default({}),
  /** Stand-ins: `host:port` of the plan → where to dial instead. An address here must be loopback, or the allow-list must permit it. */
  servers: z.record(z.string(), endpointSchema).default({}),
})

export type Materials = z.output<typeof materialsSchema>

/** Listener name → local address. Port 0 takes any free port. */
export const bindSchema = z.record(
  z.string(),
  z.object({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65535) }),
)
export type Bind = z.output<typeof bindSchema>

/** What an administrator permits to be dialled besides stand-ins. */
export const dialPolicySchema = z.object({
  ranges: z.array(addressRangeSchema).max(1000).default([]),
  /** `internal.example` permits the name itself and every name under it. */
  hostSuffixes: z.array(z.string().min(1).max(253)).max(1000).default([]),
})
export type DialPolicy = z.output<typeof dialPolicySchema>
