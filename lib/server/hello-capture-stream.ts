import 'server-only'
import type { CaptureNews } from '../diagnostics/hello-report'
import { captureHello } from '../preview/hello-capture'
import { helloAnswer } from '../preview/hello-facts'
import { inspectHello } from '../preview/hello-input'
import { AppError } from './app-error'
import { eventStream } from './event-stream'
import { routeHandler } from './route-handler'

const address = '127.0.0.1'
const capturesMax = 4
const secondsMax = 60

const shared = globalThis as typeof globalThis & { signalboxCaptures?: { open: number } }
shared.signalboxCaptures ??= { open: 0 }
const captures = shared.signalboxCaptures

/**
 * `POST /hello/capture`: opens a port on loopback for one ClientHello and tells it as server-sent events. The port is open as long as
 * the answer is. POST, so that no page elsewhere can open one by an image.
 */
export const streamCapture = routeHandler('streamCapture', async (request: Request) => {
  if (captures.open >= capturesMax)
    throw new AppError({
      code: 'busy',
      publicMessage: `${capturesMax} windows wait for a ClientHello already.`,
      wayOut: 'Wait a minute, or cancel one of them.',
      owner: 'client',
    })
  captures.open += 1
  let isOpen = true
  const capture = await captureHello(address).catch((error: Error) => {
    captures.open -= 1
    throw error
  })
  const close = () => {
    if (!isOpen) return
    isOpen = false
    captures.open -= 1
    capture.close()
  }
  try {
    return eventStream<CaptureNews>(request, {
      first: () => [{ type: 'listening', address, port: capture.port, seconds: secondsMax }],
      subscribe: (tell) => {
        const timer = setTimeout(() => {
          tell({ type: 'ended', message: `No client came within ${secondsMax} seconds.` })
          close()
        }, secondsMax * 1000)
        void capture.bytes.then((bytes) => {
          if (!isOpen) return
          tell({
            type: 'captured',
            hex: Buffer.from(bytes).toString('hex'),
            answer: helloAnswer(inspectHello(bytes)),
          })
          close()
        })
        return () => {
          clearTimeout(timer)
          close()
        }
      },
    })
  } catch (error) {
    close()
    throw error
  }
})
