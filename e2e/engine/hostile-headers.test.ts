// Header values that mean something to configuration files arrive at the backend and at the client as the plan wrote them.
import { describe, expect, test } from 'vitest'
import { hostileHeaderValues } from '../../lib/domain-model/arbitrary-sketch'
import { compare } from '../../lib/preview/proof/compare'
import { programIds } from '../../lib/preview/proof/engine-process'
import { ask } from './ask'
import { buildPlan } from './build-plan'
import { describeEngine } from './engine-tests'
import { onStage } from './on-stage'

/** The schema's longest value, of the signs that cost most to escape. */
const longest = '$"\\{}%;#'.repeat(512)
const values = [
  ...hostileHeaderValues,
  longest,
  '$host',
  '$dollar',
  '"; return 200 x; #',
  '\\n',
  "a'b",
  '%[src]',
].filter((value) => value !== '')

for (const id of programIds)
  describeEngine(id, () => {
    describe('header values', () => {
      const set = Object.fromEntries(values.map((value, index) => [`X-Value-${index}`, value]))
      const headers = { requestHeaders: { set }, responseHeaders: { set } }
      const stage = onStage(
        id,
        buildPlan({
          routes: [
            { name: 'by-route', ...headers },
            { name: 'by-path', paths: [{ path: '/', upstream: 'app', ...headers }] },
          ],
        }),
      )

      test.each(['by-route', 'by-path'])('arrive unchanged, %s', async (name) => {
        const trial = await ask(stage(), { host: `${name}.example.com` })
        expect(compare(trial)).toEqual([])
        expect(trial.seen).toMatchObject({ kind: 'http', status: 200 })
        const seen = trial.seen.kind === 'http' ? trial.seen : null
        const read = (list: readonly (readonly [string, string])[] | undefined, at: number) =>
          list?.filter(([key]) => key.toLowerCase() === `x-value-${at}`).map(([, value]) => value)
        for (const [at, value] of values.entries()) {
          expect(read(seen?.backend?.headers, at)).toEqual([value])
          expect(read(seen?.headers, at)).toEqual([value])
        }
      })
    })
  })
