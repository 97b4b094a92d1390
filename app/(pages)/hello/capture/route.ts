import { streamCapture } from '@/lib/server/hello-capture-stream'

export const dynamic = 'force-dynamic'
export const POST = streamCapture
