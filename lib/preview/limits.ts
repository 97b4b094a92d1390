import { z } from 'zod'

/** Bounds of one preview. Whoever reaches one is told which. */
export const limitsSchema = z.object({
  /** Open client connections, all listeners together. */
  connectionsMax: z.number().int().min(1).max(1_000_000).default(20_000),
  /** Bytes of one ClientHello; RFC 8446 allows 2^24, browsers send less than 2 KiB. */
  helloBytesMax: z.number().int().min(1024).max(65_536).default(65_536),
  /** Bytes that connections which have not said their whole hello may hold, all together; whoever adds to them beyond is closed. */
  waitingBytesMax: z.number().int().min(65_536).max(4_294_967_296).default(67_108_864),
  /** Bytes of a request's header section. */
  headerBytesMax: z.number().int().min(1024).max(1_048_576).default(32_768),
  /** Seconds for a request's header section to arrive. */
  headerSeconds: z.number().min(0.1).max(600).default(10),
  /** Seconds for a TLS handshake to finish. */
  handshakeSeconds: z.number().min(0.1).max(600).default(10),
  /** Seconds to wait for an upstream to accept, where the route says nothing. */
  connectSeconds: z.number().min(0.1).max(600).default(5),
  /** Seconds without a byte, where the route says nothing. */
  idleSeconds: z.number().min(0.1).max(86_400).default(60),
  /** Seconds without a byte on passthrough and upgraded connections, where the route says nothing. */
  tunnelIdleSeconds: z.number().min(0.1).max(86_400).default(3600),
  /** Bytes of ClientHellos that are kept as they came, the newest first: some 500 to 2000 connections. */
  keptHelloBytes: z.number().int().min(65_536).max(67_108_864).default(1_048_576),
  /** Finished connections that are remembered. */
  logEntriesMax: z.number().int().min(0).max(100_000).default(1000),
  /** Health checks of all upstreams together; where the plan asks for more, all are asked less often. */
  healthChecksPerSecondMax: z.number().int().min(1).max(100_000).default(100),
  /** Client addresses that rate limits remember, per limit. */
  rateLimitClientsMax: z.number().int().min(1).max(1_000_000).default(50_000),
})

export type EdgeLimits = z.output<typeof limitsSchema>
