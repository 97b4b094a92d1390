import { streamPreview } from '@/lib/server/preview-events'

export const dynamic = 'force-dynamic'
export const GET = streamPreview
