'use client'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'

export function FailedPage({ reference, onRetry }: { reference: string | undefined; onRetry: () => void }) {
  return (
    <div className="mx-auto max-w-2xl space-y-3 p-4">
      <h1 className="text-xl">This page failed</h1>
      <Notice
        look="error"
        title="Something went wrong on our side. Saved plans are untouched."
        actions={<Button onClick={onRetry}>Try again</Button>}
      >
        {reference && (
          <>
            The server's output has more under <span className="font-mono">{reference}</span>.
          </>
        )}
      </Notice>
      {/* Not a Link: after a failure a fresh page is what one wants, and every page carries this one. */}
      <a href="/" className="underline underline-offset-2">
        Back to the plans
      </a>
    </div>
  )
}
