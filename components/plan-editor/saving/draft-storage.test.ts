import { beforeEach, expect, test } from 'vitest'
import { dropDraft, keepDraft, readDraft } from './draft-storage'

beforeEach(() => localStorage.clear())

test('a draft comes back until it is dropped', () => {
  expect(keepDraft(localStorage, 'p', { baseVersion: 2, text: 'name: x' })).toBe(true)
  expect(readDraft(localStorage, 'p')).toEqual({ baseVersion: 2, text: 'name: x' })
  dropDraft(localStorage, 'p')
  expect(readDraft(localStorage, 'p')).toBeNull()
})

test('a private key is never kept', () => {
  const text = `secret: |\n  -----BEGIN PRIVATE ${'KEY'}-----\n  MIIB`
  expect(keepDraft(localStorage, 'p', { baseVersion: 1, text })).toBe(false)
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
  expect(keepDraft(refusing, 'p', { baseVersion: 1, text: 'x' })).toBe(false)
  expect(readDraft(refusing, 'p')).toBeNull()
  expect(() => dropDraft(refusing, 'p')).not.toThrow()
})
