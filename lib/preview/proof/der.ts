// As much of DER (X.690) as writing a certificate needs.

/** One value with its tag and length. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : length < 0x10000
          ? [tag, 0x82, length >> 8, length & 255]
          : [tag, 0x83, length >> 16, (length >> 8) & 255, length & 255]
  return Buffer.concat([Buffer.from(head), ...parts])
}

export const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
export const setOf = (part: Uint8Array) => der(0x31, part)
export const yes = der(0x01, Buffer.of(0xff))
export const octets = (...parts: Uint8Array[]) => der(0x04, ...parts)
export const utf8 = (text: string) => der(0x0c, Buffer.from(text))

/** @param bytes most significant first */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const short = first === -1 ? Buffer.of(0) : bytes.subarray(first)
  // The highest bit is the sign.
  return (short[0] as number) >= 0x80 ? der(0x02, Buffer.of(0), short) : der(0x02, short)
}

/** @param unusedBits of the last byte */
export const bits = (bytes: Uint8Array, unusedBits = 0) => der(0x03, Buffer.of(unusedBits), bytes)

/** Tagged by its place in the surrounding structure. */
export const tagged = (number: number, part: Uint8Array) => der(0xa0 + number, part)

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

/** To the second; UTCTime until 2049 and GeneralizedTime after, as RFC 5280 section 4.1.2.5 wants it. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}
