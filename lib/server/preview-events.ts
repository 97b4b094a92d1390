import 'server-only'
import { AppError } from './app-error'
import { type PreviewNews, previewRooms } from './preview-room'
import { routeHandler } from './route-handler'

const streamsMax = 40
/** A reader that takes nothing is let go: what waits for it would grow without end. */
const waitingMax = 200
const heartbeatMs = 15_000

/** `GET …/preview/events`: what the preview does, as server-sent events. The first one is everything so far. */
export const streamPreview = routeHandler(
  'streamPreview',
  async (request: Request, { params }: { params: Promise<{ id: string }> }) => {
    const { id } = await params
    const rooms = previewRooms()
    if (rooms.subscribers >= streamsMax)
      throw new AppError({
        code: 'busy',
        publicMessage: `${streamsMax} windows watch previews already.`,
        wayOut: 'Close one of them and reload.',
        owner: 'client',
      })
    const encoder = new TextEncoder()
    let end: () => void = () => undefined
    const body = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const send = (text: string) => {
            if ((controller.desiredSize ?? 0) <= 0) return end()
            controller.enqueue(encoder.encode(text))
          }
          const tell = (news: PreviewNews) => send(`data: ${JSON.stringify(news)}\n\n`)
          const timer = setInterval(() => send(': still here\n\n'), heartbeatMs)
          let isOpen = true
          end = () => {
            if (!isOpen) return
            isOpen = false
            clearInterval(timer)
            unsubscribe()
            request.signal.removeEventListener('abort', end)
            controller.close()
          }
          const unsubscribe = rooms.subscribe(id, tell, end)
          request.signal.addEventListener('abort', end)
          tell({ type: 'snapshot', snapshot: rooms.snapshot(id) })
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
  },
)
