import 'server-only'
import { z } from 'zod'
import type { PlanNews } from '../diagnostics/plan-news'
import { getPlan, getPlanVersion } from '../store/plans'
import { parseInput } from './action-client'
import { routeHandler } from './route-handler'

const question = z.strictObject({ version: z.coerce.number().int().min(1) })

/**
 * `GET …/news?version=7`: whether a plan has a newer version, and which. A deleted plan is an answer, not an error. Open pages ask this every
 * few seconds, so the text is read only when there is something to tell.
 */
export const planNews = routeHandler('planNews', async (request, { params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params
  const { version } = parseInput(question, Object.fromEntries(new URL(request.url).searchParams))
  return Response.json(await newsSince(id, version), { headers: { 'cache-control': 'no-store' } })
})

async function newsSince(id: string, version: number): Promise<PlanNews> {
  const newest = await getPlanVersion(id)
  if (newest !== null && newest <= version) return { kind: 'same' }
  const record = newest === null ? null : await getPlan(id)
  return record ? { kind: 'newer', version: record.version, text: record.text } : { kind: 'gone' }
}
