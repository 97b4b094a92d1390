// What stands behind every contender, in a process of its own: bytes without end, a sink, an echo, and small HTTP answers.
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'

const chunk = Buffer.alloc(256 * 1024, 7)
const helloBytesMax = 2000

const raw = createServer({ noDelay: true }, (socket: Socket) => {
  socket.on('error', () => socket.destroy())
  socket.once('data', (first) => {
    // The hello says in its session id what is wanted: the last byte of it.
    const wish = first.length < helloBytesMax ? first[44 + 31] : 0
    if (wish === 1) {
      const send = () => {
        while (!socket.destroyed && socket.write(chunk));
      }
      socket.on('drain', send)
      send()
    } else if (wish === 2) socket.resume()
    else {
      socket.write('!')
      socket.on('data', (bytes) => socket.write(bytes))
    }
  })
})
const http = createHttp({ keepAliveTimeout: 600_000 }, (_request, response) => response.end('x'.repeat(512)))
http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  raw.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
    process.send?.({ raw: (raw.address() as AddressInfo).port, http: (http.address() as AddressInfo).port }),
  ),
)
process.on('disconnect', () => process.exit(0))
