/**
 * The ClientHellos of the last connections as they came, for whoever asks later what a client said. All lie in one piece of memory of a
 * fixed size that is written round and round, so that they cost the same however many connections come. A hello holds names and the
 * public halves of key shares; what a client sent behind it is never kept, and neither is what is no TLS.
 */
export class HelloRing {
  /** Allocated with the first hello. */
  #bytes: Buffer | null = null
  /** What is still whole, oldest first. */
  readonly #kept: Kept[] = []
  #firstKept = 0
  /** Where the next hello begins, counted over all rounds. */
  #next = 0

  constructor(readonly size: number) {}

  /** @param records how many TLS records the hello is; null where it never became one, and everything is kept */
  keep(connection: number, chunks: readonly Uint8Array[], records: number | null): void {
    const all = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)
    const length = records === null ? all.length : bytesOfRecords(all, records)
    if (length === 0 || length > this.size) return
    this.#bytes ??= Buffer.allocUnsafeSlow(this.size)
    const left = this.size - (this.#next % this.size)
    // A hello lies in one piece.
    const at = length <= left ? this.#next : this.#next + left
    this.#bytes.set(length === all.length ? all : all.subarray(0, length), at % this.size)
    this.#next = at + length
    this.#kept.push({ connection, at, length })
    this.#forgetOverwritten()
  }

  /** Null once newer ones took its place, or where there never was one. */
  find(connection: number): Buffer | null {
    const kept = this.#kept.findLast((one, index) => index >= this.#firstKept && one.connection === connection)
    const place = (kept?.at ?? 0) % this.size
    return kept && this.#bytes ? Buffer.from(this.#bytes.subarray(place, place + kept.length)) : null
  }

  get count(): number {
    return this.#kept.length - this.#firstKept
  }

  #forgetOverwritten(): void {
    const oldest = this.#next - this.size
    while ((this.#kept[this.#firstKept]?.at ?? oldest) < oldest) this.#firstKept += 1
    // Moving what is left forward once per many hellos costs each of them next to nothing.
    if (this.#firstKept < 1024) return
    this.#kept.splice(0, this.#firstKept)
    this.#firstKept = 0
  }
}

interface Kept {
  connection: number
  at: number
  length: number
}

/** Where the last of a hello's records ends. */
export function bytesOfRecords(bytes: Uint8Array, records: number): number {
  let at = 0
  for (let count = 0; count < records; count++) at += 5 + (((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0))
  return Math.min(at, bytes.length)
}
