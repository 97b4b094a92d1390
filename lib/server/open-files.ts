import 'server-only'
import { readFileSync } from 'node:fs'

/** What a system grants that does not say it. */
const usual = 10_240

/** How many files and sockets this process may have open. Node raises the soft limit to the hard one when it starts. */
export function openFilesMax(): number {
  try {
    const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft ?? usual)
  } catch {
    return usual
  }
}
