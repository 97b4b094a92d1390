import { directive, line, type Section } from './ast'
import { addFile, type Edge } from './edge'

/** A name that nobody asks for (RFC 6761 keeps .invalid free), so that a certificate list matches no client. */
const nobody = 'nobody.invalid'

/**
 * The frontend that unknown names are handed to: `strict-sni` ends their handshake with the alert unrecognized_name (RFC 6066). It needs
 * some certificate to start with, which it never shows; `certificate` is one that the plan terminates with.
 */
export function refuseSections(
  edge: Edge,
  hop: string,
  socket: string,
  certificate: string,
  from: string[],
): Section[] {
  const list = addFile(edge, 'crt/refuse.list', [{ text: `${certificate} ${nobody}`, from }])
  return [
    {
      keyword: 'backend',
      name: hop,
      from,
      lines: [line('mode tcp'), directive(['server', 'inner', socket, 'send-proxy-v2'], from)],
    },
    {
      keyword: 'frontend',
      name: 'refuse:names',
      from,
      lines: [
        line('mode tcp'),
        directive(['bind', socket, 'accept-proxy', 'ssl', 'crt-list', list, 'strict-sni', 'no-tls-tickets'], from),
        line('tcp-request content reject'),
      ],
    },
  ]
}
