/**
 * The memory that connections read into.
 *
 * An idle connection holds none of its own: all read into one scratch buffer, and what a read brings is copied out before anything
 * else can run. That is right for small messages. A connection that fills the scratch is moving bulk, and gets a large buffer of its
 * own, which is written on without a copy and is not read into again before the kernel took all of it. The scratch must never be
 * handed to a pending write: every other connection still reads into it.
 *
 * The larger the buffer, the fewer the turns through Node per byte (docs/decisions/012-moving-bytes.md has the measurements); the
 * first connections get the size that moved most, the next a smaller one, and whoever comes then copies, which is slower and as correct.
 */

/** One read of this size or more makes a connection a bulk connection. */
export const scratchBytes = 64 * 1024

interface Size {
  bytes: number
  /** At most so many are out: 32 MiB of each size. */
  outMax: number
  /** At most so many wait for the next connection. */
  freeMax: number
  out: number
  free: Buffer[]
}

const sizes: readonly Size[] = [
  { bytes: 1024 * 1024, outMax: 32, freeMax: 8, out: 0, free: [] },
  { bytes: 256 * 1024, outMax: 128, freeMax: 16, out: 0, free: [] },
]

export const scratch = Buffer.allocUnsafeSlow(scratchBytes)

export function takeBulkBuffer(): Buffer | null {
  const size = sizes.find(({ out, outMax }) => out < outMax)
  if (!size) return null
  size.out += 1
  return size.free.pop() ?? Buffer.allocUnsafeSlow(size.bytes)
}

/**
 * @param isIdle false when a write of the buffer may still be under way: then the collector gets it, and nobody uses it again
 */
export function returnBulkBuffer(buffer: Buffer, isIdle: boolean): void {
  const size = sizes.find(({ bytes }) => bytes === buffer.length)
  if (!size) return
  size.out -= 1
  if (isIdle && size.free.length < size.freeMax) size.free.push(buffer)
}

/** For tests and the memory report. */
export function bulkBuffersOut(): number {
  return sizes.reduce((sum, { out }) => sum + out, 0)
}
