import { lookup as systemLookup } from 'node:dns/promises'
import { asciiLowerCase } from '../domain-model/hostname'
import { addressInRanges, canonicalAddress, isIpAddress } from '../domain-model/network-address'
import type { DialPolicy, Materials } from './materials'

/** Never dialled, whoever allows it: addresses that reach the machine's keeper, everybody, or nobody. */
const neverRanges = [
  '0.0.0.0/8',
  '::/128',
  // Link-local, the metadata services of most clouds among them (RFC 3927, RFC 4291).
  '169.254.0.0/16',
  'fe80::/10',
  // Metadata services elsewhere: AWS over IPv6, Alibaba, Azure's wire server, Oracle.
  'fd00:ec2::254/128',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  // Multicast and broadcast.
  '224.0.0.0/4',
  'ff00::/8',
  '255.255.255.255/32',
  // Site-local, deprecated (RFC 3879).
  'fec0::/10',
]
/** IPv6 that carries an IPv4 address in its last 32 bits and so could reach all of the above: NAT64 (RFC 6052) and IPv4-compatible. */
const carriers = ['64:ff9b::/96', '64:ff9b:1::/48', '::/96', '2002::/16']
const loopback = ['127.0.0.0/8', '::1/128']

export class DialRefused extends Error {
  readonly code = 'DIAL_REFUSED'
}

export type Lookup = (name: string) => Promise<string[]>

const systemAddresses: Lookup = async (name) =>
  (await systemLookup(name, { all: true, verbatim: true })).map(({ address }) => address)

/**
 * Decides what may be dialled, and answers the very address to dial, so that a name cannot mean one thing when it is checked and
 * another when it is used (DNS rebinding).
 */
export class DialGuard {
  constructor(
    readonly policy: DialPolicy,
    readonly servers: Materials['servers'],
    readonly lookup: Lookup = systemAddresses,
  ) {}

  /** What was permitted for addresses; the policy never changes, so the answer does not either. */
  #known = new Map<string, { host: string; port: number }>()

  /** Answers at once where no name must be resolved. */
  resolve(host: string, port: number): { host: string; port: number } | Promise<{ host: string; port: number }> {
    const key = `${host}:${port}`
    const known = this.#known.get(key)
    if (known) return known
    const standIn = this.servers[key]
    const wanted = standIn ?? { host, port }
    if (isIpAddress(wanted.host)) {
      const target = { host: this.#judge(wanted.host, standIn !== undefined, false), port: wanted.port }
      this.#known.set(key, target)
      return target
    }
    if (!this.#permitsName(wanted.host) && this.policy.ranges.length === 0)
      throw new DialRefused(`${wanted.host} is neither a stand-in nor on the allow-list`)
    return this.#resolveName(wanted.host, wanted.port)
  }

  async #resolveName(name: string, port: number): Promise<{ host: string; port: number }> {
    const addresses = await this.lookup(name)
    const byName = this.#permitsName(name)
    // One bad address among good ones is an attack or a mistake: all must be permitted.
    const checked = addresses.map((address) => this.#judge(address, false, byName))
    const [first] = checked
    if (first === undefined) throw new DialRefused(`${name} has no address`)
    return { host: first, port }
  }

  #permitsName(name: string): boolean {
    const lower = asciiLowerCase(name).replace(/\.$/, '')
    return this.policy.hostSuffixes.some((suffix) => {
      const tail = asciiLowerCase(suffix).replace(/^\*?\./, '')
      return lower === tail || lower.endsWith(`.${tail}`)
    })
  }

  #judge(written: string, isStandIn: boolean, byName: boolean): string {
    const address = canonicalAddress(written)
    if (addressInRanges(address, loopback)) {
      // A permitted name may not lead to this machine by the back door: its services are not what the administrator meant.
      if (isStandIn || addressInRanges(address, this.policy.ranges)) return address
      throw new DialRefused(`${address} is this machine, and neither a stand-in nor on the allow-list`)
    }
    if (addressInRanges(address, neverRanges)) throw new DialRefused(`${address} is never dialled: it is no server`)
    if (addressInRanges(address, carriers)) throw new DialRefused(`${address} carries another address inside`)
    if (byName || addressInRanges(address, this.policy.ranges)) return address
    throw new DialRefused(`${address} is neither a stand-in nor on the allow-list`)
  }
}
