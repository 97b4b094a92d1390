/** JSON Pointer (RFC 6901), the one way the studio names a place in a plan: `/routes/0/hosts/1`. */
export type JsonPointer = string

/** Builds a pointer from path segments, escaping `~` and `/` as RFC 6901 section 3 asks. */
export function toPointer(segments: readonly PropertyKey[]): JsonPointer {
  return segments.map((segment) => `/${String(segment).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
}

/** Splits a pointer into segments; array indices stay strings. The empty pointer is the whole document. */
export function fromPointer(pointer: JsonPointer): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
}

/** The value a pointer names inside plain data, or undefined when there is none. */
export function valueAt(root: unknown, pointer: JsonPointer): unknown {
  let value = root
  for (const segment of fromPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(segment)) return undefined
    value = (value as Record<string, unknown>)[segment]
  }
  return value
}
