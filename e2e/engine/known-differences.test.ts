// What engines really do where they cannot do what the plan says. A pin that fails is good news: strike the entry and its pin.
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../lib/domain-model/plan'
import { compare } from '../../lib/preview/proof/compare'
import { engineVersion, programIds } from '../../lib/preview/proof/engine-process'
import { knownDifference, knownDifferences } from '../../lib/preview/proof/known-differences'
import { ask, type Question, wordFor } from './ask'
import { buildPlan } from './build-plan'
import { describeEngine } from './engine-tests'
import { setStage } from './stage'

interface Pin {
  plan: Plan
  question: Question
  /** What comes back, as `wordFor` says it. */
  sees: string
}

const www = { name: 'www' }
const host = 'www.example.com'
const partners = { clientAuth: { mode: 'required' as const, trust: 'partners' } }

const pins: Record<string, Pin> = {
  'hello-split-over-records': {
    plan: buildPlan({ routes: [www] }),
    question: { host, tls: { shape: 'records-split-in-name' } },
    sees: 'refused: unrecognized_name',
  },
  'absolute-form-other-host': {
    plan: buildPlan({ routes: [www] }),
    question: { host, request: { absolute: 'unknown.unheard.invalid' } },
    sees: '400',
  },
  'query-unreserved-decoded': {
    plan: buildPlan({ routes: [www] }),
    question: { host, path: '/x?y=%2e' },
    sees: 'app/0',
  },
  'refusal-without-certificate': {
    plan: buildPlan({ routes: [{ name: 'www', mode: 'passthrough' }] }),
    question: { host: 'unknown.unheard.invalid' },
    sees: 'refused: closed',
  },
  'client-certificate-400': { plan: buildPlan({ routes: [{ ...www, ...partners }] }), question: { host }, sees: '400' },
  'client-certificate-421': {
    plan: buildPlan({
      routes: [
        { ...www, ...partners },
        { name: 'other', ...partners },
      ],
    }),
    question: { host, tls: { certificate: { trust: 'partners' } }, request: { host: 'other.example.com' } },
    sees: '421',
  },
  'sni-with-port': {
    plan: buildPlan({
      listeners: [{ name: 'https', port: 443, protocol: 'tls', unmatched: { route: 'other' } }],
      routes: [www, { name: 'other' }],
    }),
    question: { host, tls: { serverName: `${host}:443` } },
    sees: 'app/0',
  },
  'bad-path-first': {
    plan: buildPlan({ routes: [{ ...www, plainHttp: 'closed' }] }),
    question: { host, plain: true, path: '/%zz' },
    sees: '400',
  },
  'bad-host-400': {
    plan: buildPlan({ routes: [www] }),
    question: { host, request: { host: 'a..example.com' } },
    sees: '400',
  },
  'encoded-slash': {
    plan: buildPlan({
      upstreams: [{ name: 'app' }, { name: 'other' }],
      routes: [
        {
          ...www,
          paths: [
            { path: '/a/b', upstream: 'other' },
            { path: '/', upstream: 'app' },
          ],
        },
      ],
    }),
    question: { host, path: '/a%2Fb' },
    sees: 'other/0',
  },
  'upstream-name-always-checked': {
    plan: buildPlan({ routes: [{ ...www, mode: 'reencrypt', upstreamTls: { verify: true, trust: 'internal' } }] }),
    question: { host },
    sees: '502',
  },
  'proxy-v1-only': {
    plan: buildPlan({
      upstreams: [{ name: 'app', sendProxyProtocol: 'v2' }],
      routes: [{ name: 'www', mode: 'passthrough' }],
    }),
    question: { host },
    sees: 'app/0',
  },
  'proxy-address-of-http': {
    plan: buildPlan({ upstreams: [{ name: 'app', sendProxyProtocol: 'v1' }], routes: [www] }),
    question: { host },
    sees: 'app/0',
  },
  'empty-header': {
    plan: buildPlan({ routes: [{ ...www, requestHeaders: { set: { 'X-Tenant': '' } } }] }),
    question: { host },
    sees: 'app/0',
  },
}

test('every known difference is pinned, and has a sentence and a source', () => {
  expect(knownDifferences.map(({ id }) => id).sort()).toEqual(Object.keys(pins).sort())
  for (const { says, source } of knownDifferences) {
    expect(says).toMatch(/^[A-Z].*\.$/)
    expect(source).toMatch(/^[A-Za-z].*\.$/)
  }
})

test('the embedded edge is excused from nothing', () => {
  expect(knownDifferences.filter(({ engine }) => !programIds.includes(engine))).toEqual([])
})

for (const id of programIds)
  describeEngine(id, () => {
    describe('does as known, and not as the plan says', () => {
      const own = knownDifferences.filter(({ engine }) => engine === id)
      test.each(own.map((known) => [known.id, known.says] as const))('%s: %s', async (name) => {
        const pin = pins[name] as Pin
        const stage = await setStage(pin.plan)
        try {
          const trial = await ask(await stage.play(id), pin.question)
          const found = compare(trial).map((difference) => ({
            ...difference,
            known: knownDifference(id, engineVersion(id) ?? '', trial, difference)?.id,
          }))
          expect(found, 'the engine now does as the plan says: strike this entry').not.toEqual([])
          expect(found.map(({ known }) => known)).toEqual(found.map(() => name))
          expect(wordFor(trial)).toBe(pin.sees)
        } finally {
          await stage.close()
        }
      })
    })
  })
