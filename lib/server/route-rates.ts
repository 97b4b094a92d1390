import 'server-only'
import type { RouteTotals } from '../preview/connection-log'

/** What a route carries now, per second. */
export interface RouteRate {
  connections: number
  bytesUp: number
  bytesDown: number
}

/** Rates are means over this much of the past: shorter flickers, longer lies about now. */
const windowMs = 4000

interface Sample {
  at: number
  totals: Record<string, RouteTotals>
}

/** Turns totals that grow into rates, by route. Keeps a few samples and nothing else. */
export class RouteRates {
  #samples: Sample[] = []

  /** Answers the rates of all routes that carry anything. */
  add(at: number, totals: Record<string, RouteTotals>): Record<string, RouteRate> {
    this.#samples.push({ at, totals })
    // The last sample outside of the window is its beginning.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= at - windowMs) this.#samples.shift()
    const [first] = this.#samples
    const seconds = (at - (first?.at ?? at)) / 1000
    if (!first || seconds <= 0) return {}
    const rates: Record<string, RouteRate> = {}
    for (const [route, now] of Object.entries(totals)) {
      const before = first.totals[route]
      const since = (key: keyof RouteTotals) => Math.max(0, now[key] - (before?.[key] ?? 0)) / seconds
      const rate = { connections: since('connections'), bytesUp: since('bytesUp'), bytesDown: since('bytesDown') }
      if (rate.connections + rate.bytesUp + rate.bytesDown > 0) rates[route] = rate
    }
    return rates
  }
}
