import { commonEnds } from '@/lib/domain-model/common-ends'

/**
 * What makes one piece of plain data out of another. Workers send it in place of the whole: copying a large plan to the page costs more
 * time there than judging it costs here, and what is not copied keeps its objects, so that nothing is drawn again for it.
 */
export type Delta =
  | { kind: 'value'; value: unknown }
  /** `head` characters and `tail` characters stay. */
  | { kind: 'text'; head: number; tail: number; middle: string }
  /** `head` items and `tail` items stay. */
  | { kind: 'list'; head: number; tail: number; middle: unknown[] }
  | { kind: 'items'; changes: [index: number, delta: Delta][] }
  /** `keys`: all members in their order, where it is not the old one. */
  | { kind: 'members'; changes: [key: string, delta: Delta][]; keys: string[] | null }

/** Shorter texts are sent whole. */
const textMin = 200

/** Null when both are equal. */
export function deltaBetween(before: unknown, after: unknown): Delta | null {
  if (Object.is(before, after)) return null
  if (typeof before === 'string' && typeof after === 'string' && after.length > textMin) return textDelta(before, after)
  if (Array.isArray(before) && Array.isArray(after)) return listDelta(before, after)
  if (isRecord(before) && isRecord(after)) return recordDelta(before, after)
  return { kind: 'value', value: after }
}

/** Shares with `before` whatever the delta does not change. */
export function withDelta(before: unknown, delta: Delta | null): unknown {
  if (delta === null) return before
  switch (delta.kind) {
    case 'value':
      return delta.value
    case 'text': {
      const text = before as string
      return text.slice(0, delta.head) + delta.middle + text.slice(text.length - delta.tail)
    }
    case 'list': {
      const list = before as unknown[]
      return [...list.slice(0, delta.head), ...delta.middle, ...list.slice(list.length - delta.tail)]
    }
    case 'items': {
      const list = [...(before as unknown[])]
      for (const [index, change] of delta.changes) list[index] = withDelta(list[index], change)
      return list
    }
    case 'members': {
      const record = before as Record<string, unknown>
      const changes = new Map(delta.changes)
      return Object.fromEntries(
        (delta.keys ?? Object.keys(record)).map((key) => [key, withDelta(record[key], changes.get(key) ?? null)]),
      )
    }
  }
}

function textDelta(before: string, after: string): Delta {
  const { head, tail } = commonEnds(before, after)
  return { kind: 'text', head, tail, middle: after.slice(head, after.length - tail) }
}

function listDelta(before: readonly unknown[], after: readonly unknown[]): Delta | null {
  if (before.length === after.length) {
    const changes: [number, Delta][] = []
    for (let index = 0; index < after.length; index++) {
      const delta = deltaBetween(before[index], after[index])
      if (delta) changes.push([index, delta])
    }
    if (changes.length === 0) return null
    // Where nearly all is new, as after a line more, the plain list is the shorter message.
    return changes.length * 2 > after.length ? { kind: 'value', value: after } : { kind: 'items', changes }
  }
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && deltaBetween(before[head], after[head]) === null) head++
  let tail = 0
  while (tail < most - head && deltaBetween(before[before.length - 1 - tail], after[after.length - 1 - tail]) === null)
    tail++
  return { kind: 'list', head, tail, middle: after.slice(head, after.length - tail) }
}

function recordDelta(before: Record<string, unknown>, after: Record<string, unknown>): Delta | null {
  const keys = Object.keys(after)
  const old = Object.keys(before)
  const isSameOrder = keys.length === old.length && keys.every((key, index) => key === old[index])
  const changes: [string, Delta][] = []
  for (const key of keys) {
    const delta = Object.hasOwn(before, key)
      ? deltaBetween(before[key], after[key])
      : ({ kind: 'value', value: after[key] } as const)
    if (delta) changes.push([key, delta])
  }
  if (isSameOrder && changes.length === 0) return null
  return { kind: 'members', changes, keys: isSameOrder ? null : keys }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
