import { expect, test } from 'vitest'
import { newestCopy, noteAcknowledged } from './newest-copy'
import { saveAnswerOf } from './save-answer'

const error = { message: 'No.', wayOut: 'Do this.', fields: {}, reference: null }

test('each answer of the server has one meaning for the draft', () => {
  expect(saveAnswerOf({ ok: true, data: { saved: true, version: 4 } })).toEqual({ kind: 'saved', version: 4 })
  expect(saveAnswerOf({ ok: true, data: { saved: false, current: { version: 5, text: 'theirs' } } })).toEqual({
    kind: 'conflict',
    version: 5,
    text: 'theirs',
  })
  expect(saveAnswerOf({ ok: false, error: { ...error, code: 'too-large' } })).toEqual({
    kind: 'refused',
    reason: 'No. Do this.',
  })
  expect(saveAnswerOf({ ok: false, error: { ...error, code: 'not-found' } })).toEqual({ kind: 'gone' })
  expect(saveAnswerOf({ ok: false, error: { ...error, code: 'unexpected' } })).toMatchObject({ kind: 'unreachable' })
})

test('going back in the browser starts from the newest acknowledged text', () => {
  const plan = { id: 'p', version: 1, text: 'old' }
  expect(newestCopy(plan)).toEqual({ version: 1, text: 'old' })
  noteAcknowledged('p', { version: 3, text: 'new' })
  expect(newestCopy(plan)).toEqual({ version: 3, text: 'new' })
  expect(newestCopy({ ...plan, version: 4, text: 'newer' })).toEqual({ version: 4, text: 'newer' })
})
