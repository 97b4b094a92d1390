import { describe, expect, it } from 'vitest'
import { filePathSchema, nameSchema, namespaceSchema, objectNameSchema } from './name'

const check = (schema: { safeParse(value: unknown): { success: boolean } }, value: string, expected: boolean) =>
  expect(schema.safeParse(value).success).toBe(expected)

describe('a name', () => {
  it.each<[string, boolean]>([
    ['api', true],
    ['A_b-C.d', true],
    ['1', true],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['', false],
    ['.a', false],
    ['a.', false],
    ['-a', false],
    ['a b', false],
    ['a\n', false],
    ['a\u0000b', false],
    ['a\u202eb', false],
    ['a;b', false],
    ['a"b', false],
    ['é', false],
    ['constructor', true],
    ['__proto__', false],
  ])('%j: %j', (value, expected) => check(nameSchema, value, expected))
})

describe('a Kubernetes object name', () => {
  it.each<[string, boolean]>([
    ['api-tls', true],
    ['api.tls', true],
    ['Api', false],
    ['a_b', false],
    ['a..b', false],
    ['a.-b', false],
    ['a'.repeat(254), false],
  ])('%j: %j', (value, expected) => check(objectNameSchema, value, expected))
})

describe('a namespace', () => {
  it.each<[string, boolean]>([
    ['edge', true],
    ['edge.prod', false],
    ['Edge', false],
    ['a'.repeat(64), false],
  ])('%j: %j', (value, expected) => check(namespaceSchema, value, expected))
})

describe('a file path', () => {
  it.each<[string, boolean]>([
    ['/etc/ssl/edge/api.pem', true],
    ['relative/api.pem', true],
    ['/etc/../shadow', false],
    ['/etc/..pem', true],
    ['/etc/a b.pem', false],
    ['/etc/$x.pem', false],
    ['/etc/a\nb', false],
    ['', false],
  ])('%j: %j', (value, expected) => check(filePathSchema, value, expected))
})
