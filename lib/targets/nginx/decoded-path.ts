/** A path with every escape decoded, as NGINX compares it. Null where the bytes are no UTF-8 text. */
export function decodedPath(path: string): string | null {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Escapes that NGINX does not write again once it has decoded them: RFC 3986 reserved characters, but for `#`, which it escapes. */
export const losesMeaningDecoded = /%(?:2[14-9a-c]|2f|3[abdf]|40|5[bd])/i
