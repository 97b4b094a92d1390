// The embedded edge is judged by the same probes as HAProxy and NGINX: it must decide as the plan says, without exception.
import { describe, expect, test } from 'vitest'
import { knownDifferences } from '../../lib/preview/proof/known-differences'
import { testAgreement } from './engine-tests'

describe('the embedded edge', () => {
  testAgreement('embedded')

  test('is excused from nothing', () => {
    expect(knownDifferences.filter(({ engine }) => String(engine) === 'embedded')).toEqual([])
  })
})
