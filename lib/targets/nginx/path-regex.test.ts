import { expect, test } from 'vitest'
import { pathExpression } from './path-regex'

test.each([
  ['/v[0-9]+/.*', '/v[0-9]+/.*'],
  ['/a$', '/a\\z'],
  ['/a\\$', '/a\\$'],
  ['/[\\d-z]', '/[\\d\\-z]'],
  ['/[a-z-]', '/[a-z\\-]'],
  ['/a{2,3}', '/a{2,3}'],
  ['/a{x}', '/a\\{x\\}'],
  ['/a]', '/a\\]'],
])('%s is written %s', (source, written) => {
  expect(pathExpression(source)).toEqual({ expression: `(?s)^(?:${written})\\z` })
})

test.each(['/a{70000}', '/(?:(?:a{1000}){1000}){9}', '(?=a)', ''])('%s is refused with a reason', (source) => {
  expect(pathExpression(source)).toHaveProperty('problem')
})
