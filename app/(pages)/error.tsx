'use client'
import { FailedPage } from '@/components/shell/failed-page'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <FailedPage reference={error.digest} onRetry={reset} />
}
