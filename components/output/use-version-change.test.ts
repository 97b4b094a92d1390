import { expect, test } from 'vitest'
import type { Verdict, VerdictKind } from '@/lib/targets/capabilities'
import { compareVerdicts } from './use-version-change'

const verdicts = (...kinds: VerdictKind[]) =>
  kinds.map((verdict, at) => ({ feature: 'hsts', path: `/routes/${at}`, verdict }) as Verdict)

test('verdicts of two versions are compared place by place', () => {
  expect(compareVerdicts(verdicts('cannot', 'native', 'extra-hop'), verdicts('native', 'broken', 'extra-hop'))).toEqual(
    {
      better: 1,
      worse: 1,
    },
  )
  expect(compareVerdicts(verdicts('native'), verdicts('native', 'cannot'))).toEqual({ better: 0, worse: 0 })
})
