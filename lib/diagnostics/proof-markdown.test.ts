import { expect, test } from 'vitest'
import { proofMarkdown } from './proof-markdown'
import { type Proof, proofSchema, verdictOf } from './proof-report'

const agreeing = { text: '200 from api', certificate: 'edge' as const, agrees: true, differences: [] }
const known = { id: 'k', says: 'It cannot.', source: 'RFC 1' }
const proof: Proof = {
  engines: [
    { id: 'embedded', version: '1', available: true, reason: null },
    { id: 'haproxy', version: '2.6.12', available: true, reason: null },
    { id: 'nginx', version: null, available: false, reason: 'nginx is not installed.' },
  ],
  probes: [
    {
      id: 'name/1',
      route: 'api',
      kind: 'name',
      title: 'SNI a|b.example.com <script>',
      expected: 'forward by api',
      seen: {
        embedded: agreeing,
        haproxy: {
          ...agreeing,
          text: '403 by the edge',
          agrees: false,
          differences: [{ aspect: 'outcome', expected: 'forward', seen: '403', known: null }],
        },
      },
      agree: false,
      command: "curl -sik 'https://a'",
    },
    {
      id: 'name/2',
      route: null,
      kind: 'name',
      title: 'unknown',
      expected: 'reject',
      seen: {
        embedded: agreeing,
        haproxy: { ...agreeing, differences: [{ aspect: 'alert', expected: 'a', seen: 'b', known }] },
      },
      agree: true,
      command: 'openssl s_client',
    },
  ],
  disagreements: 1,
}

test('a proof reads as Markdown: who ran, who disagrees and how, what is known, and every probe', () => {
  expect(proofSchema.parse(proof)).toEqual(proof)
  const text = proofMarkdown('shop', proof)
  expect(text).toContain('1 of 2 probes found somebody who does otherwise than the plan.')
  expect(text).toContain('| HAProxy | 2.6.12 | 0 | 1 | 1 |')
  expect(text).toContain('| NGINX | not installed | nginx is not installed. |')
  expect(text).toContain('  - outcome: expected forward, seen 403')
  expect(text).toContain("```sh\ncurl -sik 'https://a'\n```")
  expect(text).toContain('- **HAProxy**: It cannot. Source: RFC 1')
  expect(text).toContain('SNI a\\|b.example.com \\<script\\>')
  expect(text).not.toContain('<script>')
})

test('a verdict is one of four', () => {
  const [first, second] = proof.probes
  expect([first?.seen.embedded, first?.seen.haproxy, second?.seen.haproxy, first?.seen.nginx].map(verdictOf)).toEqual([
    'agrees',
    'disagrees',
    'known',
    'not-asked',
  ])
})
