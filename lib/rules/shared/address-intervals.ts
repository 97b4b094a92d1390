import ipaddr from 'ipaddr.js'

/** A closed range of addresses of one family as text that sorts like the addresses do. */
export interface AddressInterval {
  from: string
  to: string
}

export function toInterval(range: string): AddressInterval {
  const [base = '', bits] = range.split('/')
  const address = ipaddr.parse(base)
  const bytes = address.toByteArray()
  const length = bits === undefined ? bytes.length * 8 : Number(bits)
  const bound = (fill: 0 | 255) =>
    `${bytes.length === 4 ? 'v4 ' : 'v6 '}${bytes.map((byte, index) => hex(masked(byte, length - index * 8, fill))).join('')}`
  return { from: bound(0), to: bound(255) }
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

function masked(byte: number, bits: number, fill: 0 | 255): number {
  const keep = bits >= 8 ? 255 : bits <= 0 ? 0 : (255 << (8 - bits)) & 255
  return (byte & keep) | (fill & ~keep & 255)
}

/** Sorted and joined where they touch, so that a look-up is a binary search. */
export function joinIntervals(ranges: readonly string[]): AddressInterval[] {
  const joined: AddressInterval[] = []
  for (const interval of ranges.map(toInterval).sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1)
    if (last && (interval.from <= last.to || follows(last.to, interval.from))) {
      if (interval.to > last.to) last.to = interval.to
    } else joined.push(interval)
  }
  return joined
}

/** Whether `next` is the address right after `address`. */
function follows(address: string, next: string): boolean {
  return (
    address.slice(0, 3) === next.slice(0, 3) && BigInt(`0x${next.slice(3)}`) - BigInt(`0x${address.slice(3)}`) === 1n
  )
}

/** Whether one of the joined intervals holds all of `inner`. */
export function covers(joined: readonly AddressInterval[], inner: AddressInterval): boolean {
  const found = lastFrom(joined, inner.from)
  return found !== undefined && found.to >= inner.to
}

/** Whether one of the joined intervals shares an address with `other`. */
export function overlaps(joined: readonly AddressInterval[], other: AddressInterval): boolean {
  const found = lastFrom(joined, other.to)
  return found !== undefined && found.to >= other.from
}

/** The last interval that begins at or before an address. */
function lastFrom(joined: readonly AddressInterval[], address: string): AddressInterval | undefined {
  let low = 0
  let high = joined.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((joined[middle]?.from ?? '') <= address) low = middle + 1
    else high = middle
  }
  return joined[low - 1]
}
