import { downloadPlan } from '@/lib/server/plan-download'

export const GET = downloadPlan
