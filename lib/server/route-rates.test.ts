import { expect, test } from 'vitest'
import { RouteRates } from './route-rates'

const totals = (connections: number, bytesDown = 0) => ({
  api: { connections, open: 0, refused: 0, failed: 0, bytesUp: 0, bytesDown },
})

test('totals become rates over the last seconds, and silence brings them down to nothing', () => {
  const rates = new RouteRates()
  expect(rates.add(0, totals(0))).toEqual({})
  expect(rates.add(1000, totals(10, 5000))).toEqual({ api: { connections: 10, bytesUp: 0, bytesDown: 5000 } })
  expect(rates.add(2000, totals(20, 5000)).api).toEqual({ connections: 10, bytesUp: 0, bytesDown: 2500 })
  for (const at of [3000, 4000, 5000]) rates.add(at, totals(20, 5000))
  expect(rates.add(6000, totals(20, 5000))).toEqual({})
})

test('a route that appears later counts from nothing; totals that restart never make a negative rate', () => {
  const rates = new RouteRates()
  rates.add(0, {})
  expect(rates.add(1000, totals(3)).api?.connections).toBe(3)
  expect(rates.add(2000, totals(0)).api).toBeUndefined()
})
