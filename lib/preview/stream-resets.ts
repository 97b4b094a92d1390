import { constants, type ServerHttp2Session } from 'node:http2'

/** Streams that a client may reset before their answer is whole, on one connection. A browser that navigates resets a few dozen. */
export const resetsMax = 400

/**
 * Ends a session whose client opens streams only to reset them (CVE-2023-44487). nghttp2 gives up by itself after a thousand, but Node
 * then stops reading and keeps the socket until it idles out, so the edge counts and ends it first.
 */
export function boundResets(session: ServerHttp2Session, onTooMany: () => void): void {
  let resets = 0
  session.on('stream', (stream) => {
    stream.once('close', () => {
      if (!stream.aborted || session.destroyed) return
      resets += 1
      if (resets <= resetsMax) return
      onTooMany()
      session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM)
      session.destroy()
    })
  })
}
