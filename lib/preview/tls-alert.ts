/** Alert descriptions of RFC 8446 section 6 that an edge sends itself. */
export const alerts = { decode_error: 50, internal_error: 80, unrecognized_name: 112 } as const

/** A fatal alert as one unencrypted record. Version 3.3 stands in every record since TLS 1.2 (RFC 8446 section 5.1). */
export function fatalAlert(description: number): Buffer {
  return Buffer.from([21, 3, 3, 0, 2, 2, description])
}
