/**
 * The memory that connections read into.
 *
 * An idle connection holds none of its own: all read into one scratch buffer, and what a read brings is copied out before anything
 * else can run. That is right for small messages. A connection that fills the scratch is moving bulk, and gets a large buffer of its
 * own, which is written on without a copy and is not read into again before the kernel took all of it. The scratch must never be
 * handed to a pending write: every other connection still reads into it.
 */

/** One read of this size or more makes a connection a bulk connection. */
export const scratchBytes = 64 * 1024
const bulkBytes = 256 * 1024
/** At most this many bulk buffers are out (32 MiB); connections beyond copy, which is slower and as correct. */
const bulkBuffersMax = 128

export const scratch = Buffer.allocUnsafeSlow(scratchBytes)
const free: Buffer[] = []
let out = 0

export function takeBulkBuffer(): Buffer | null {
  if (out >= bulkBuffersMax) return null
  out += 1
  return free.pop() ?? Buffer.allocUnsafeSlow(bulkBytes)
}

/** Null when a write of the buffer may still be under way: then the collector gets it, and nobody uses it again. */
export function returnBulkBuffer(buffer: Buffer | null): void {
  out -= 1
  if (buffer && free.length < 16) free.push(buffer)
}

/** For tests and the memory report. */
export function bulkBuffersOut(): number {
  return out
}
