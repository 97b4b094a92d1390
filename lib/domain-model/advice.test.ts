import { describe, expect, test } from 'vitest'
import { adviceFeatures, advise, featuresOfAdvice } from './advice'
import { type AdviceAnswers, adviceQuestionIds, adviceQuestions, readAdviceAnswers } from './advice-questions'

test.each<[string, AdviceAnswers, string]>([
  ['paths', { http: 'yes' }, 'terminate'],
  ['rate limits', { protection: 'rate-limit' }, 'terminate'],
  ['a firewall, encrypted behind', { protection: 'waf', decrypt: 'encrypted-behind' }, 'reencrypt'],
  ['certificates in one place', { certificate: 'edge' }, 'terminate'],
  ['certificates in one place, encrypted behind', { certificate: 'edge', decrypt: 'encrypted-behind' }, 'reencrypt'],
  ['client certificates at the edge', { clientCertificates: 'edge' }, 'terminate'],
  ['client certificates at the backend', { clientCertificates: 'backend' }, 'passthrough'],
  ['the edge must not decrypt', { decrypt: 'never' }, 'passthrough'],
  ['the key stays with the backend', { certificate: 'backend' }, 'passthrough'],
  ['the address by header only', { address: 'header' }, 'terminate'],
  ['the address by PROXY protocol speaks for no mode', { address: 'proxy' }, 'undecided'],
  ['the backend speaks no TLS', { decrypt: 'clear-behind' }, 'terminate'],
  ['encrypted, and nothing to look at', { decrypt: 'encrypted-behind', http: 'no', protection: 'none' }, 'passthrough'],
  ['ACME at the edge', { plainHttp: 'acme-edge' }, 'terminate'],
  ['nothing answered', {}, 'undecided'],
  [
    'only what decides nothing',
    { http: 'no', clientCertificates: 'none', address: 'no', certificate: 'either' },
    'undecided',
  ],
  ['must not decrypt, but paths', { decrypt: 'never', http: 'yes' }, 'contradiction'],
  ['must not decrypt, but a firewall', { decrypt: 'never', protection: 'both' }, 'contradiction'],
  ['must not decrypt, but the edge renews', { decrypt: 'never', certificate: 'edge' }, 'contradiction'],
  ['must not decrypt, but a header', { decrypt: 'never', address: 'header' }, 'contradiction'],
  ['backend checks clients, but paths', { clientCertificates: 'backend', http: 'yes' }, 'contradiction'],
  [
    'backend checks clients, but speaks no TLS',
    { clientCertificates: 'backend', decrypt: 'clear-behind' },
    'contradiction',
  ],
  [
    'backend holds the key, but the edge answers ACME',
    { certificate: 'backend', plainHttp: 'acme-edge' },
    'contradiction',
  ],
])('%s', (_, answers, expected) => {
  const advice = advise(answers)
  expect(advice.kind === 'mode' ? advice.mode : advice.kind).toBe(expected)
})

/** Every combination of answers, unanswered questions included. */
function allAnswers(): AdviceAnswers[] {
  return adviceQuestionIds.reduce<AdviceAnswers[]>(
    (all, id) =>
      all.flatMap((answers) => [
        answers,
        ...Object.keys(adviceQuestions[id].options).map((option) => ({ ...answers, [id]: option })),
      ]),
    [{}],
  )
}

describe('for every combination of answers', () => {
  const all = allAnswers()

  test('a mode has reasons, each from an answer that was given', () => {
    for (const answers of all) {
      const advice = advise(answers)
      if (advice.kind !== 'mode') continue
      expect(advice.reasons.length).toBeGreaterThan(0)
      for (const { from } of advice.reasons)
        if (from === null || answers[from] === undefined) throw new Error(JSON.stringify(answers))
    }
  })

  test('a contradiction names both sides and has ways out that lead to a mode', () => {
    let count = 0
    for (const answers of all) {
      const advice = advise(answers)
      if (advice.kind !== 'contradiction') continue
      count++
      if (advice.options.length < 2) throw new Error(JSON.stringify(answers))
      for (const option of advice.options) {
        const then = advise({ ...answers, ...option.answers })
        if (then.kind !== 'mode' || option.consequences.length === 0)
          throw new Error(`${option.title} does not help: ${JSON.stringify(answers)}`)
      }
    }
    expect(count).toBeGreaterThan(1000)
  })

  test('never passes through what the edge must see, never decrypts what it must not', () => {
    for (const answers of all) {
      const advice = advise(answers)
      if (advice.kind !== 'mode') continue
      const { mode } = advice
      const isWrong =
        (mode === 'passthrough' && (answers.http === 'yes' || answers.decrypt === 'clear-behind')) ||
        (mode !== 'passthrough' && (answers.decrypt === 'never' || answers.clientCertificates === 'backend')) ||
        (mode === 'terminate' && answers.decrypt === 'encrypted-behind')
      if (isWrong) throw new Error(JSON.stringify(answers))
    }
  })

  test('asks targets only for features on the list', () => {
    const asked = new Set(
      all.flatMap((answers) => {
        const advice = advise(answers)
        return advice.kind === 'mode' ? featuresOfAdvice(advice.mode, answers) : []
      }),
    )
    expect([...asked].sort()).toEqual([...adviceFeatures].sort())
  })
})

test('the corrections to the field: two names are offered where one name cannot do both', () => {
  const advice = advise({ decrypt: 'never', http: 'yes' })
  expect(advice.kind === 'contradiction' && advice.options.map(({ title }) => title)).toEqual([
    'Keep the edge out: pass through',
    'Let the edge decrypt, and encrypt again',
    'Two names: this one is passed through, another one is terminated',
  ])
})

test('answers are read from loose values', () => {
  expect(readAdviceAnswers({ http: 'yes', decrypt: 'toString', other: 'x', address: ['no'] })).toEqual({ http: 'yes' })
})
