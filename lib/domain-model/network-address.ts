import ipaddr from 'ipaddr.js'

/** True for a dotted IPv4 address in plain decimal, or an IPv6 address without zone. ipaddr.js alone would take octal `010.1.2.3`. */
export function isIpAddress(value: string): boolean {
  if (/(?:^|[.:])0\d+\.|\.0\d/.test(value)) return false
  if (value.includes(':')) return !value.includes('%') && ipaddr.IPv6.isValid(value)
  return ipaddr.IPv4.isValidFourPartDecimal(value)
}

/** True for `address/bits`, or a bare address (one host). */
export function isAddressRange(value: string): boolean {
  const [address = '', bits, rest] = value.split('/')
  if (rest !== undefined || !isIpAddress(address)) return false
  return bits === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (address.includes(':') ? 128 : 32))
}

/** Whether an address lies in one of the ranges; IPv4-mapped IPv6 addresses and ranges count as IPv4. */
export function addressInRanges(address: string, ranges: readonly string[]): boolean {
  if (!isIpAddress(address)) return false
  const subject = ipaddr.process(address)
  return ranges.some((range) => {
    const [base = '', suffix] = range.split('/')
    const written = ipaddr.parse(base)
    const bits = suffix === undefined ? (written.kind() === 'ipv6' ? 128 : 32) : Number(suffix)
    const mapped = written instanceof ipaddr.IPv6 && written.isIPv4MappedAddress() && bits >= 96
    const network = mapped ? written.toIPv4Address() : written
    return network.kind() === subject.kind() && subject.match(network, mapped ? bits - 96 : bits)
  })
}

/** One spelling per address, so that two can be compared: `::1` and `0:0::1` are the same, `::ffff:10.0.0.1` is `10.0.0.1`. */
export function canonicalAddress(address: string): string {
  return isIpAddress(address) ? ipaddr.process(address).toString() : address
}

/** `0.0.0.0` and `::` stand for every local address; in practice `::` takes IPv4 too (dual stack). */
export function isUnspecifiedAddress(address: string): boolean {
  const canonical = canonicalAddress(address)
  return canonical === '0.0.0.0' || canonical === '::'
}
