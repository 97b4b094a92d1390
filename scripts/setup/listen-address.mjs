// Where the studio listens: loopback only, on a free port, or a plain answer why not.
import { createServer } from 'node:net'
import { SetupError } from './setup-error.mjs'

export const defaultPort = 4430

const isLoopback = (host) =>
  host === 'localhost' || host === '::1' || /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.test(host)

/**
 * @param {Record<string, string | undefined>} env
 * @returns {{ host: string, port: number, url: string }}
 */
export function listenAddress(env = process.env) {
  const host = env.HOST || '127.0.0.1'
  if (!isLoopback(host)) {
    throw new SetupError(
      `HOST=${host} is refused: the studio has no accounts yet, so anyone who reaches it may change plans.`,
      [
        'listen on loopback (leave HOST unset) and reach it from elsewhere through a tunnel:',
        `ssh -L ${defaultPort}:127.0.0.1:${env.PORT || defaultPort} this-machine`,
      ],
    )
  }
  const port = Number(env.PORT || defaultPort)
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new SetupError(`PORT=${env.PORT} is not a port.`, [
      `use a whole number from 1 to 65535, as in: PORT=${defaultPort} npm start`,
    ])
  }
  return { host, port, url: `http://${host.includes(':') ? `[${host}]` : host}:${port}` }
}

/** Fails early, before a build that would be for nothing. */
export function requireFreePort({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new SetupError(`Port ${port} on ${host} is taken.`, [
              `use another one: PORT=${port + 1 > 65535 ? defaultPort : port + 1} npm start`,
              'or stop the program that holds it (ss -ltnp shows which); maybe the studio is already running there',
            ])
          : new SetupError(`Cannot listen on ${host}:${port} (${error.code}).`, [
              error.code === 'EACCES'
                ? 'ports below 1024 need rights that the studio should not have: choose a higher one'
                : 'choose another HOST or PORT',
            ]),
      )
    })
    probe.listen({ host, port, exclusive: true }, () => probe.close(resolve))
  })
}
