'use client'
import { useEffect, useRef, useState } from 'react'
import type { ActionError } from '@/lib/diagnostics/action-result'
import type { CaptureNews, HelloAnswer } from '@/lib/diagnostics/hello-report'
import { CopyButton } from '../output/copy-button'
import { Button } from '../ui/button'
import { readNews } from './read-news'

interface Props {
  onError: (error: ActionError) => void
  onCaptured: (hex: string, answer: HelloAnswer) => void
}

/** Waits on a port of this machine for the next client that says hello. */
export function CaptureOne({ onError, onCaptured }: Props) {
  const [port, setPort] = useState<{ address: string; port: number; seconds: number } | null>(null)
  const [words, setWords] = useState('')
  const waiting = useRef<AbortController | null>(null)
  useEffect(() => () => waiting.current?.abort(), [])
  const wait = async () => {
    const controller = new AbortController()
    waiting.current = controller
    setWords('Opening a port…')
    const hear = (news: CaptureNews) => {
      if (news.type === 'listening') {
        setPort(news)
        setWords(`Waits for a client at ${news.address}:${news.port}, ${news.seconds} seconds at most.`)
        return
      }
      if (news.type === 'captured') onCaptured(news.hex, news.answer)
      setWords(news.type === 'captured' ? 'Captured; its bytes stand in the field above.' : news.message)
      controller.abort()
    }
    try {
      const refusal = await readNews('/hello/capture', hear, controller.signal)
      if (refusal) {
        onError(refusal)
        setWords('')
      }
    } finally {
      setPort(null)
      if (waiting.current === controller) waiting.current = null
    }
  }
  const line =
    port && `openssl s_client -connect ${port.address}:${port.port} -servername api.example.com -alpn h2,http/1.1`
  return (
    <section aria-labelledby="capture-one" className="space-y-2">
      <h2 id="capture-one" className="font-semibold text-base">
        Or capture one
      </h2>
      <p className="text-muted text-xs">
        The studio listens on a free port of its machine, on loopback only, takes the first ClientHello and answers with
        an alert.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {port ? (
          <Button
            onClick={() => {
              waiting.current?.abort()
              setWords('Cancelled.')
            }}
          >
            Cancel
          </Button>
        ) : (
          <Button onClick={wait}>Wait for a client</Button>
        )}
        <p role="status" aria-label="Capture state" className="text-sm">
          {words}
        </p>
      </div>
      {line && (
        <div className="flex items-start gap-1 text-xs">
          <code className="min-w-0 flex-1 break-all bg-raised px-2 py-1 font-mono">{line}</code>
          <CopyButton text={line} name="a line that says hello" />
        </div>
      )}
      {port && (
        <p className="text-muted text-xs">
          Or open https://localhost:{port.port}/ in a browser on that machine: it will complain, and its hello is here.
        </p>
      )}
    </section>
  )
}
