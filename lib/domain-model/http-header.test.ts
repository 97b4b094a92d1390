import { describe, expect, it } from 'vitest'
import { headerNameSchema, headerRulesSchema, headerValueSchema } from './http-header'

describe('a header name', () => {
  const check = (name: string, expected: boolean) => expect(headerNameSchema.safeParse(name).success).toBe(expected)
  it.each<[string, boolean]>([
    ['X-Edge', true],
    ['x', true],
    ['X_Under', true],
    ['X-', false],
    ['-X', false],
    ['1X', false],
    ['X Y', false],
    ['X:', false],
    ['X\n', false],
    ['X\u0000', false],
    ['é', false],
    ['', false],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
  ])('%j: %j', check)
})

describe('a header value', () => {
  const check = (value: string, expected: boolean) => expect(headerValueSchema.safeParse(value).success).toBe(expected)
  it.each<[string, boolean]>([
    ['', true],
    ['a', true],
    ['a b\tc', true],
    ['"quoted" $x %[y] {z}; #', true],
    [' a', false],
    ['a ', false],
    ['a\nb', false],
    ['a\r\nX: y', false],
    ['a\u0000', false],
    ['a\u007f', false],
    ['é', false],
    ['a\u2028b', false],
    ['a'.repeat(4096), true],
    ['a'.repeat(4097), false],
  ])('%j: %j', check)
})

describe('header rules', () => {
  const check = (rules: unknown, expected: boolean) => expect(headerRulesSchema.safeParse(rules).success).toBe(expected)
  it.each<[unknown, boolean]>([
    [{ set: { 'X-Edge': 'a' }, remove: ['X-Internal'] }, true],
    [{}, true],
    [{ set: { Host: 'a' } }, false],
    [{ set: { 'content-LENGTH': '1' } }, false],
    [{ remove: ['Transfer-Encoding'] }, false],
    [{ remove: ['Connection'] }, false],
    [{ set: { 'X-Edge': 1 } }, false],
    [{ add: { 'X-Edge': 'a' } }, false],
    [{ set: { constructor: 'a' } }, true],
  ])('%j: %j', check)
})
