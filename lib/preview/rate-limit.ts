/**
 * Counts requests per client address. A bucket holds as many requests as a window allows plus the burst, and fills up evenly, so that
 * a client is never held longer than it takes to earn one request.
 */
export interface RateLimit {
  requests: number
  per: 'second' | 'minute' | 'hour'
  burst: number
}

const windowMs = { second: 1000, minute: 60_000, hour: 3_600_000 }

export class RateLimiter {
  /** Address → when its bucket will be full, in milliseconds. Oldest first, as Map keeps the order of insertion. */
  #fullAt = new Map<string, number>()
  readonly #costMs: number
  readonly #roomMs: number

  constructor(
    { requests, per, burst }: RateLimit,
    readonly clientsMax: number,
    readonly clock: () => number = Date.now,
  ) {
    this.#costMs = windowMs[per] / requests
    this.#roomMs = this.#costMs * (requests + burst)
  }

  /** Takes one request. Answers 0 when it may pass, else the seconds after which it is worth trying again. */
  take(address: string): number {
    const now = this.clock()
    const fullAt = Math.max(this.#fullAt.get(address) ?? 0, now) + this.#costMs
    // The small allowance is for the rounding of fractions: thirty thirds of a second are ten seconds.
    if (fullAt - now > this.#roomMs + 1e-6) return Math.max(1, Math.ceil((fullAt - now - this.#roomMs) / 1000))
    this.#fullAt.delete(address)
    this.#fullAt.set(address, fullAt)
    if (this.#fullAt.size > this.clientsMax) this.#forgetOldest()
    return 0
  }

  /** How many clients are remembered. */
  get clients(): number {
    return this.#fullAt.size
  }

  /** A tenth at a time; whoever was seen longest ago is forgotten even with an empty bucket: memory is bounded, whatever comes. */
  #forgetOldest(): void {
    for (const address of this.#fullAt.keys()) {
      if (this.#fullAt.size <= this.clientsMax * 0.9) return
      this.#fullAt.delete(address)
    }
  }
}
