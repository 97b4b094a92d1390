import { afterAll, beforeAll, expect, it } from 'vitest'
import { readPlanNews } from '../diagnostics/plan-news'
import { createPlan, deletePlan, savePlanDraft } from '../store/plans'
import { database } from '../store/prisma'
import { temporaryDatabase } from '../store/test-support/temporary-database'
import { planNews } from './plan-news'

const files = temporaryDatabase()
beforeAll(() => {
  process.env.DATABASE_URL = files.url
  files.migrate()
})
afterAll(async () => {
  await (await database()).$disconnect()
  files.remove()
})

async function ask(id: string, query: string, host = '127.0.0.1:4430') {
  const request = new Request(`http://127.0.0.1:4430/plans/${id}/news${query}`, { headers: { host } })
  const answer = await planNews(request, { params: Promise.resolve({ id }) })
  return {
    status: answer.status,
    news: readPlanNews(await answer.json()),
    caching: answer.headers.get('cache-control'),
  }
}

it('tells what became of a plan since a version', async () => {
  const { id } = await createPlan({ name: 'p', text: 'a', validText: null })
  expect(await ask(id, '?version=1')).toEqual({ status: 200, news: { kind: 'same' }, caching: 'no-store' })
  await savePlanDraft({ id, baseVersion: 1, text: 'b', validText: null })
  expect((await ask(id, '?version=1')).news).toEqual({ kind: 'newer', version: 2, text: 'b' })
  expect((await ask(id, '?version=2')).news).toEqual({ kind: 'same' })
  await deletePlan(id, 2)
  expect((await ask(id, '?version=2')).news).toEqual({ kind: 'gone' })
})

it('answers no question that makes no sense, and no stranger', async () => {
  for (const query of ['', '?version=0', '?version=x', '?version=1&more=1'])
    expect(await ask('p', query)).toMatchObject({ status: 400, news: null })
  expect(await ask('p', '?version=1', 'evil.example')).toMatchObject({ status: 403, news: null })
})
