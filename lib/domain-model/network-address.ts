import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** True for a dotted IPv4 address in plain decimal, or an IPv6 address without zone. ipaddr.js alone would take octal `010.1.2.3`. */
export function isIpAddress(value: string): boolean {
  if (value.includes(':')) return !value.includes('%') && ipaddr.IPv6.isValid(value)
  return ipaddr.IPv4.isValidFourPartDecimal(value) && !/(?:^|\.)0\d/.test(value)
}

/** True for `address/bits`, or a bare address (one host). */
export function isAddressRange(value: string): boolean {
  const [address = '', bits, rest] = value.split('/')
  if (rest !== undefined || !isIpAddress(address)) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (address.includes(':') ? 128 : 32))
}

/** Whether an address lies in one of the ranges; IPv4-mapped IPv6 addresses count as IPv4. */
export function addressInRanges(address: string, ranges: readonly string[]): boolean {
  if (!isIpAddress(address)) return false
  const subject = ipaddr.process(address)
  return ranges.some((range) => {
    const [base = '', bits] = range.split('/')
    const network = ipaddr.parse(base)
    if (network.kind() !== subject.kind()) return false
    return subject.match(network, bits === undefined ? (network.kind() === 'ipv6' ? 128 : 32) : Number(bits))
  })
}

export const portSchema = z
  .number()
  .int()
  .min(1, { error: 'a port is a number from 1 to 65535' })
  .max(65535, { error: 'a port is a number from 1 to 65535' })
  .describe('A TCP port, 1 to 65535.')

export const ipAddressSchema = z.string().refine(isIpAddress, { error: 'this is not an IPv4 or IPv6 address in plain notation' })

export const addressRangeSchema = z
  .string()
  .refine(isAddressRange, { error: 'this is not an address or a range such as 10.0.0.0/8 or 2001:db8::/32' })

/** Where a server listens. Underscores are allowed: container networks use them, although public DNS does not. */
const serverName = /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/

export const serverHostSchema = z
  .string()
  .refine((value) => isIpAddress(value) || (serverName.test(value) && !/^[0-9.]+$/.test(value)), {
    error: 'a server is an IP address or a DNS name, without scheme, port or path',
  })
  .describe('An IP address or DNS name that the edge dials.')
