/**
 * One coarse clock for all connections: an item is asked to expire when its deadline has passed. A connection moves its deadline by
 * writing a number, so that bytes cost no timer, and ten thousand idle connections cost one.
 */
export interface Timed {
  /** Milliseconds on the clock of `coarseNow`; Infinity for never. */
  deadline: number
  expire(): void
}

/** How late a deadline may be noticed. */
const tickMs = 100

export class Deadlines {
  #items = new Set<Timed>()
  #timer: NodeJS.Timeout | null = null
  #now = Date.now()

  /** Milliseconds since the epoch, at most one tick old while anything is watched. */
  get now(): number {
    return this.#timer ? this.#now : Date.now()
  }

  watch(item: Timed): void {
    this.#items.add(item)
    if (this.#timer) return
    this.#now = Date.now()
    this.#timer = setInterval(() => this.#tick(), tickMs)
    this.#timer.unref()
  }

  unwatch(item: Timed): void {
    this.#items.delete(item)
    if (this.#items.size > 0 || !this.#timer) return
    clearInterval(this.#timer)
    this.#timer = null
  }

  #tick(): void {
    this.#now = Date.now()
    for (const item of this.#items) if (item.deadline <= this.#now) item.expire()
  }
}

/** Shared by all edges of a process. */
export const deadlines = new Deadlines()
