import { expect, test } from 'vitest'
import { writeQuery } from '../../address/query'
import { noQuestion, type Question, questionQuery, readQuestion } from './question'

const writeQuestion = (search: string, question: Question | null) => writeQuery(search, questionQuery(question))

const parameters = (search: string) => Object.fromEntries(new URLSearchParams(search))

test('a link keeps the question and everything else it says', () => {
  const question: Question = {
    address: 'https://api.example.com:8443/v1/?a=b&c=%20#x',
    sni: 'none',
    clientCertificate: 'trust:partners',
    method: 'POST',
    from: '2001:db8::1',
  }
  const search = writeQuestion('?tab=haproxy@2.6&view=topology', question)
  expect(search).toMatch(/^\?explain=https:\/\/api\.example\.com:8443\/v1\/.*&tab=haproxy@2\.6&view=topology$/)
  expect(readQuestion(parameters(search))).toEqual(question)
  expect(writeQuestion(search, null)).toBe('?tab=haproxy@2.6&view=topology')
})

test('what is as usual is left out', () => {
  expect(writeQuestion('', { ...noQuestion, address: 'none' })).toBe('?explain=none')
  expect(writeQuestion('?explain=none', noQuestion)).toBe('')
})

test('an address that asks nothing, twice, or too much', () => {
  expect(readQuestion({})).toEqual(noQuestion)
  expect(readQuestion({ explain: ['a', 'b'], 'explain-certificate': 'mine' })).toEqual({ ...noQuestion, address: 'a' })
  expect(readQuestion({ explain: 'a'.repeat(5000) }).address).toHaveLength(2000)
})
