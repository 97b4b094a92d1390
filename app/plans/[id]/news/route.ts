import { planNews } from '@/lib/server/plan-news'

export const dynamic = 'force-dynamic'
export const GET = planNews
