import type { Metadata } from 'next'
import { HelloInspector } from '@/components/hello/hello-inspector'
import { inspectHelloAction } from '@/lib/server/hello-actions'

export const metadata: Metadata = { title: 'Hello inspector' }

export default function HelloPage() {
  return (
    <div className="space-y-4">
      <div className="max-w-3xl">
        <h1 className="text-xl leading-7">Hello inspector</h1>
        <p className="text-muted">
          The first message of a TLS connection, the ClientHello, is all that an edge sees before it decides. Paste or
          upload one, or let a client send it, and read what it asks for, or exactly why it is none. The parser is that
          of the preview, where each connection of the live view can be inspected the same way; nothing is stored.
        </p>
      </div>
      <HelloInspector inspect={inspectHelloAction} />
    </div>
  )
}
