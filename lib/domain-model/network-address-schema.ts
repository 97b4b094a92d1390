import { z } from 'zod'
import { isAddressRange, isIpAddress } from './network-address'

export const portSchema = z
  .number()
  .int()
  .min(1, { error: 'a port is a number from 1 to 65535' })
  .max(65535, { error: 'a port is a number from 1 to 65535' })
  .describe('A TCP port, 1 to 65535.')

export const ipAddressSchema = z
  .string()
  .refine(isIpAddress, { error: 'this is not an IPv4 or IPv6 address in plain notation' })

export const addressRangeSchema = z
  .string()
  .refine(isAddressRange, { error: 'this is not an address or a range such as 10.0.0.0/8 or 2001:db8::/32' })

/** Where a server listens. Underscores are allowed: container networks use them, although public DNS does not. */
const serverName =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/

/** Resolvers read names of numbers only as IPv4 addresses, in octal and hexadecimal too: `0x7f.1` and `017700000001` are 127.0.0.1. */
function isNumbersOnly(name: string): boolean {
  return name.split('.').every((label) => /^(?:[0-9]+|0[xX][0-9a-fA-F]*)$/.test(label))
}

export const serverHostSchema = z
  .string()
  .refine((value) => isIpAddress(value) || (serverName.test(value) && !isNumbersOnly(value)), {
    error: 'a server is an IP address or a DNS name, without scheme, port or path',
  })
  .describe('An IP address or DNS name that the edge dials.')
