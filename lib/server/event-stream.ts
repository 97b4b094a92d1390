import 'server-only'
import { AppError } from './app-error'

const streamsMax = 40
/** A reader that takes nothing is let go: what waits for it would grow without end. */
const waitingMax = 400
const heartbeatMs = 15_000

/** Several bundles of the server share what is open: an open stream would keep the server from going. */
const shared = globalThis as typeof globalThis & { signalboxStreams?: Set<() => void> }
shared.signalboxStreams ??= new Set()
const streams = shared.signalboxStreams

interface Source<News> {
  /** What a new reader has to know first. */
  first: () => readonly News[]
  /** Answers how to stop. */
  subscribe: (tell: (news: News) => void) => () => void
}

/** Answers a request with server-sent events until the reader goes, falls behind or the server ends. */
export function eventStream<News>(request: Request, { first, subscribe }: Source<News>): Response {
  if (streams.size >= streamsMax)
    throw new AppError({
      code: 'busy',
      publicMessage: `${streamsMax} windows watch this studio already.`,
      wayOut: 'Close one of them and reload.',
      owner: 'client',
    })
  const encoder = new TextEncoder()
  let end: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOpen = true
        const send = (text: string) => {
          if (!isOpen) return
          if ((controller.desiredSize ?? 0) <= 0) end()
          else controller.enqueue(encoder.encode(text))
        }
        const timer = setInterval(() => send(': still here\n\n'), heartbeatMs)
        const tell = (news: News) => send(`data: ${JSON.stringify(news)}\n\n`)
        const unsubscribe = subscribe(tell)
        end = () => {
          if (!isOpen) return
          isOpen = false
          clearInterval(timer)
          unsubscribe()
          streams.delete(end)
          request.signal.removeEventListener('abort', end)
          try {
            controller.close()
          } catch {
            // The reader cancelled it, which closed it already.
          }
        }
        streams.add(end)
        request.signal.addEventListener('abort', end)
        for (const news of first()) tell(news)
      },
      cancel() {
        end()
      },
    },
    { highWaterMark: waitingMax },
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

/** For the end of the server. */
export function endStreams(): void {
  for (const end of [...streams]) end()
}
