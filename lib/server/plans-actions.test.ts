import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { planExamples } from '../domain-model/examples/catalogue'
import { planTextBytesMax } from '../domain-model/plan-limits'
import { getPlan } from '../store/plans'
import { database } from '../store/prisma'
import { temporaryDatabase } from '../store/test-support/temporary-database'
import { createPlanAction, deletePlanAction, listPlansAction, savePlanAction } from './plans-actions'
import { loadPlan, loadPlans } from './plans-loaders'

const sent = new Headers()
vi.mock('next/headers', () => ({ headers: async () => sent }))

const files = temporaryDatabase()
beforeAll(() => {
  process.env.DATABASE_URL = files.url
  files.migrate()
})
afterAll(async () => {
  await (await database()).$disconnect()
  files.remove()
})
beforeEach(() => {
  sent.set('host', '127.0.0.1:4430')
  sent.set('origin', 'http://127.0.0.1:4430')
})

const example = planExamples[0]?.text() ?? ''
const fakeKey = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')

async function buildPlan(text = example): Promise<string> {
  const made = await createPlanAction({ name: 'first', text })
  if (!made.ok) throw new Error(made.error.message)
  return made.data.id
}

describe('creating', () => {
  it('takes the name from the document, and the given one while it has none', async () => {
    const named = await loadPlan(await buildPlan())
    expect(named).toMatchObject({ name: 'finance-saas', text: example, validText: example, version: 1 })
    const broken = await loadPlan(await buildPlan('routes: ['))
    expect(broken).toMatchObject({ name: 'first', text: 'routes: [', validText: null })
    expect((await loadPlans()).map(({ id }) => id)).toContain(broken.id)
  })

  it('lists what can be gone to, newest first, and nothing but names', async () => {
    const older = await buildPlan()
    const newer = await buildPlan('routes: [')
    const listed = await listPlansAction({})
    if (!listed.ok) throw new Error(listed.error.message)
    expect(listed.data.slice(0, 2)).toEqual([
      { id: newer, name: 'first', updatedAt: expect.stringMatching(/Z$/) },
      { id: older, name: 'finance-saas', updatedAt: expect.stringMatching(/Z$/) },
    ])
  })

  it('says with line and column what keeps a text from being a plan', async () => {
    const made = await createPlanAction({ name: 'first', text: 'apiVersion: signalbox/v1\nkind: [' })
    expect(made).toMatchObject({ ok: true, data: { problems: [{ code: 'syntax', line: expect.any(Number) }] } })
  })

  it('refuses input that the types would not allow', async () => {
    const wrong = { name: ' ', text: 7, extra: 1 } as never
    const answer = await createPlanAction(wrong)
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-input', reference: null } })
    expect(!answer.ok && Object.keys(answer.error.fields)).toEqual(['name', 'text'])
  })
})

describe('saving', () => {
  it('keeps broken text as typed and moves the valid text only when it parses', async () => {
    const id = await buildPlan()
    const broken = `${example}\n  {`
    expect(await savePlanAction({ id, baseVersion: 1, text: broken })).toMatchObject({
      ok: true,
      data: {
        saved: true,
        version: 2,
        problems: expect.arrayContaining([expect.objectContaining({ code: 'syntax' })]),
      },
    })
    expect(await getPlan(id)).toMatchObject({ text: broken, validText: example })
    const renamed = example.replace('name: finance-saas', 'name: other-edge')
    expect(await savePlanAction({ id, baseVersion: 2, text: renamed })).toMatchObject({
      ok: true,
      data: { saved: true, version: 3, problems: [] },
    })
    expect(await getPlan(id)).toMatchObject({ name: 'other-edge', text: renamed, validText: renamed })
  })

  it('shows the newer version instead of overwriting it', async () => {
    const id = await buildPlan()
    await savePlanAction({ id, baseVersion: 1, text: 'theirs' })
    expect(await savePlanAction({ id, baseVersion: 1, text: 'mine' })).toMatchObject({
      ok: true,
      data: { saved: false, current: { text: 'theirs', version: 2 } },
    })
  })

  it('says that the plan is gone', async () => {
    const id = await buildPlan()
    expect(await deletePlanAction({ id, version: 1 })).toEqual({ ok: true, data: { deleted: true } })
    expect(await savePlanAction({ id, baseVersion: 1, text: 'late' })).toMatchObject({
      ok: false,
      error: { code: 'not-found', wayOut: expect.stringContaining('new plan') },
    })
  })

  it.each([
    ['a private key', `${example}\n# ${fakeKey}\n`, 'private-key'],
    ['a private key in broken YAML', `routes: [\n${fakeKey}`, 'private-key'],
    ['more than 8 MiB', '#'.repeat(planTextBytesMax + 1), 'too-large'],
    ['control characters', 'kind: \u0000', 'not-text'],
    ['half a character', 'kind: \ud83d', 'not-text'],
  ])('refuses %s, and what was there stays', async (_what, text, code) => {
    const id = await buildPlan()
    const answer = await savePlanAction({ id, baseVersion: 1, text })
    expect(answer).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(/^Not saved\. /) } })
    expect(await getPlan(id)).toMatchObject({ text: example, version: 1 })
    expect(JSON.stringify(answer)).not.toContain(fakeKey)
    expect(await createPlanAction({ name: 'x', text })).toMatchObject({ ok: false, error: { code } })
  })
})

describe('who may ask', () => {
  it.each([
    ['a page elsewhere', 'origin', 'https://evil.example'],
    ['a page in a sandbox', 'origin', 'null'],
    ['a name that points here', 'host', 'evil.example:4430'],
  ])('not %s', async (_who, header, value) => {
    const id = await buildPlan()
    sent.set(header, value)
    if (header === 'host') sent.set('origin', `http://${value}`)
    for (const answer of [
      await createPlanAction({ name: 'x', text: '' }),
      await savePlanAction({ id, baseVersion: 1, text: 'theirs' }),
      await deletePlanAction({ id, version: 1 }),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'untrusted-origin' } })
    }
    await expect(loadPlans()).rejects.toThrow('refused host')
    await expect(loadPlan(id)).rejects.toThrow('refused host')
    expect(await getPlan(id)).toMatchObject({ text: example })
  })
})

it('an unknown plan is the "not found" page', async () => {
  await expect(loadPlan('nobody')).rejects.toThrow('NEXT_HTTP_ERROR_FALLBACK;404')
})
