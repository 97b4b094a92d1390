// Which engines the tests run: programs where they are installed, and the embedded edge always.
import { describe, expect, test } from 'vitest'
import { type EngineId, engineVersion } from '../../lib/preview/proof/engine-process'

export const engineIds: readonly EngineId[] = ['embedded', 'haproxy', 'nginx']

/** Skips by name where the program is not installed; in CI that is a failure. */
export function describeEngine(id: EngineId, body: () => void): void {
  if (id === 'embedded') {
    describe('the embedded edge', body)
    return
  }
  const version = engineVersion(id)
  if (version === null && !process.env.CI) {
    describe.skip(`${id} (not installed)`, () => {
      test('needs the program', () => undefined)
    })
    return
  }
  describe(`${id} ${version ?? '(not installed)'}`, () => {
    if (version === null)
      test('is installed', () => expect.fail(`CI needs ${id}: install it, npm test does so on Debian`))
    else body()
  })
}
