import { beforeEach, expect, test } from 'vitest'
import { dropDraft, keepDraft, readDraft } from './draft-storage'

beforeEach(() => localStorage.clear())

test('a draft comes back until it is dropped', () => {
  const draft = { baseVersion: 2, baseText: 'name: a\nport: 1', text: 'name: x\nport: 1' }
  expect(keepDraft(localStorage, 'p', draft)).toBe(true)
  expect(readDraft(localStorage, 'p')).toEqual(draft)
  dropDraft(localStorage, 'p')
  expect(readDraft(localStorage, 'p')).toBeNull()
})

test.each([
  ['', 'abc'],
  ['abc', ''],
  ['aba', 'ababa'],
  ['same', 'same'],
])('the text %j became %j, and both come back', (baseText, text) => {
  keepDraft(localStorage, 'p', { baseVersion: 1, baseText, text })
  expect(readDraft(localStorage, 'p')).toEqual({ baseVersion: 1, baseText, text })
})

test('a long plan is kept once, not twice', () => {
  const text = 'x'.repeat(10_000)
  keepDraft(localStorage, 'p', { baseVersion: 1, baseText: `${text}y`, text })
  expect(localStorage.getItem('signalbox.draft.p')?.length).toBeLessThan(10_200)
})

test('a draft of an earlier release has no known base', () => {
  localStorage.setItem('signalbox.draft.p', JSON.stringify({ baseVersion: 4, text: 'x' }))
  expect(readDraft(localStorage, 'p')).toEqual({ baseVersion: 4, baseText: '', text: 'x' })
})

test('a private key is never kept', () => {
  const text = `secret: |\n  -----BEGIN PRIVATE ${'KEY'}-----\n  MIIB`
  expect(keepDraft(localStorage, 'p', { baseVersion: 1, baseText: '', text })).toBe(false)
  expect(localStorage.length).toBe(0)
})

test('a full or forbidden storage is no accident', () => {
  const refusing = {
    getItem: () => 'no json',
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
    removeItem: () => {
      throw new Error('SecurityError')
    },
  }
  expect(keepDraft(refusing, 'p', { baseVersion: 1, baseText: '', text: 'x' })).toBe(false)
  expect(readDraft(refusing, 'p')).toBeNull()
  expect(() => dropDraft(refusing, 'p')).not.toThrow()
})
