import 'server-only'
import type { ProofNews } from '../diagnostics/proof-run'
import { eventStream } from './event-stream'
import { type PreviewNews, previewRooms } from './preview-room'
import { proofRuns } from './proof-runs'
import { routeHandler } from './route-handler'

/**
 * `GET …/preview/events`: what the preview and the proof of a plan do, as server-sent events. The first ones are everything so far. One
 * stream for both: a browser opens few connections to one server.
 */
export const streamPreview = routeHandler(
  'streamPreview',
  async (request: Request, { params }: { params: Promise<{ id: string }> }) => {
    const { id } = await params
    return eventStream<PreviewNews | ProofNews>(request, {
      first: () => [
        { type: 'snapshot', snapshot: previewRooms().snapshot(id) },
        { type: 'proof', run: proofRuns().run(id) },
      ],
      subscribe: (tell) => {
        const stops = [previewRooms().subscribe(id, tell), proofRuns().subscribe(id, tell)]
        return () => {
          for (const stop of stops) stop()
        }
      },
    })
  },
)
