/** A path with every escape decoded, as NGINX compares it. Null where the bytes are no UTF-8 text. */
export function decodedPath(path: string): string | null {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/**
 * Escapes, without their `%`, that NGINX does not write again once it has decoded them: RFC 3986 reserved characters but `#` and `?`,
 * which it escapes.
 */
export const reservedEscapes = '2[14-9A-Ca-cFf]|3[ABDabd]|40|5[BDbd]'

/** Whether decoding a path of the plan would change it for good. `?` too: in a replacement it would begin the query. */
export const losesMeaningDecoded = new RegExp(`%(?:${reservedEscapes}|3[Ff])`)
