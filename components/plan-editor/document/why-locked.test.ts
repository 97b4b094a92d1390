import { expect, test } from 'vitest'
import { judge } from './judgement'
import { whyLocked } from './why-locked'

const plan = judge('apiVersion: signalbox/v1\nkind: Plan\nname: edge\n')
const broken = judge('name: [')

test.each([
  ['a plan', { current: plan, good: plan, failure: null }, plan.text, null],
  ['a newer text than the one that was read', { current: plan, good: plan, failure: null }, 'newer', null],
  ['nothing read yet', { current: null, good: null, failure: null }, plan.text, /still being read/],
  ['a worker that failed before it', { current: null, good: null, failure: 'gone' }, plan.text, /Reload the page/],
  ['no YAML', { current: broken, good: null, failure: null }, broken.text, /Mend the text first/],
  ['no YAML any more', { current: broken, good: plan, failure: null }, broken.text, /go back to the last good version/],
])('%s', (_, judged, text, reason) => {
  if (reason === null) expect(whyLocked(judged, text)).toBeNull()
  else expect(whyLocked(judged, text)).toMatch(reason)
})
