import { expect, test } from 'vitest'
import { findExample, planExamples } from '@/lib/domain-model/examples/catalogue'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { judge } from './judgement'
import { linesOfThing, thingOfLine } from './thing-lines'

const judgement = judge(findExample('finance-saas')?.text() ?? '')
const row = (line: number) => judgement.text.split('\n')[line - 1]

test('a thing has its own lines and no others', () => {
  const lines = linesOfThing(judgement, '/routes/0')
  expect(row(lines[0] ?? 0)).toContain('name: api')
  expect(row(lines.at(-1) ?? 0)).toContain('plainHttp: redirect')
  const upstream = linesOfThing(judgement, '/upstreams/1')
  expect(row(upstream.at(-1) ?? 0)).toContain('sendProxyProtocol')
  const last = linesOfThing(judgement, '/routes/1')
  expect(row(last.at(-1) ?? 0)).toContain('plainHttp: closed')
  expect(linesOfThing(judgement, '/routes/9')).toEqual([])
})

test('a line leads to the thing it stands in', () => {
  const inside = linesOfThing(judgement, '/routes/0').at(3) ?? 0
  expect(thingOfLine(judgement.lines, inside)).toBe('/routes/0')
  expect(thingOfLine(judgement.lines, 1)).toBeNull()
})

test.each(planExamples.map(({ id, text }) => [id, text()]))(
  'the lines of %s are where the document says',
  (_, text) => {
    const { locate } = parsePlanText(text)
    for (const { pointer, line } of judge(text).lines) expect([pointer, line]).toEqual([pointer, locate(pointer)?.line])
  },
)
