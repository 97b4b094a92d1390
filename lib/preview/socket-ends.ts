import type { Socket } from 'node:net'
import { canonicalAddress } from '../domain-model/network-address'
import type { ProxyAddresses } from './proxy-protocol'

/** The two ends of a socket. The local one is a system call that only a PROXY header needs. */
export class SocketEnds implements ProxyAddresses {
  readonly sourceAddress: string
  readonly sourcePort: number
  readonly #socket: Socket
  constructor(socket: Socket) {
    const address = socket.remoteAddress ?? ''
    this.sourceAddress = address.includes(':') ? canonicalAddress(address) : address
    this.sourcePort = socket.remotePort ?? 0
    this.#socket = socket
  }
  get destinationAddress(): string {
    return canonicalAddress(this.#socket.localAddress ?? '')
  }
  get destinationPort(): number {
    return this.#socket.localPort ?? 0
  }
}
