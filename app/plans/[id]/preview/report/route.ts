import { downloadProof } from '@/lib/server/proof-download'

export const dynamic = 'force-dynamic'
export const GET = downloadProof
