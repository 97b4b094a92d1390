const stride = 4096

/** How many characters two texts share at their beginning, and how many of the rest at their end. Compared by the piece, so that a megabyte takes no time. */
export function commonEnds(one: string, other: string): { head: number; tail: number } {
  const most = Math.min(one.length, other.length)
  let head = 0
  while (head + stride <= most && one.slice(head, head + stride) === other.slice(head, head + stride)) head += stride
  while (head < most && one.charCodeAt(head) === other.charCodeAt(head)) head++
  const left = most - head
  let tail = 0
  const piece = (text: string) => text.slice(text.length - tail - stride, text.length - tail)
  while (tail + stride <= left && piece(one) === piece(other)) tail += stride
  while (tail < left && one.charCodeAt(one.length - 1 - tail) === other.charCodeAt(other.length - 1 - tail)) tail++
  return { head, tail }
}
