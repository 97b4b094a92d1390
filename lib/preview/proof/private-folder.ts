// Folders for what other programs read, below the system's temporary one. They hold throw-away keys and sockets, so none may outlive
// the process that made it, however that ends.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * `sb-<pid>-…`: the name tells whose it is, so that others can tidy up after a process that was killed. Short, because the path of a
 * unix socket holds at most 107 bytes.
 */
export interface PrivateFolder {
  path: string
  remove(): Promise<void>
}

/** What this process has to remove when it goes. */
const open = new Set<string>()
let isWatching = false

/**
 * A folder that only this user can read.
 * @param kind a word for its name
 *
 * In one go, without waiting: a process that is told to end between making a folder and remembering it would leave it behind.
 */
export function makePrivateFolder(kind = ''): PrivateFolder {
  sweepAbandoned()
  if (!isWatching) process.on('exit', removeAll)
  isWatching = true
  const path = mkdtempSync(join(tmpdir(), `sb-${process.pid}-${kind && `${kind}-`}`))
  open.add(path)
  return {
    path,
    async remove() {
      for (let attempt = 1; ; attempt++) {
        try {
          await rm(path, { recursive: true, force: true })
          break
        } catch (error) {
          if (!isFilledAgain(error) || attempt > retriesMax) throw error
          await new Promise((resolve) => setTimeout(resolve, retryMs))
        }
      }
      // Only now: who ends while this is under way removes the rest.
      open.delete(path)
    },
  }
}

/**
 * A program that was just killed may be in the middle of making its last file, and a folder that was empty is not. The retries of
 * Node's own rm do not look into it again.
 */
const retriesMax = 50
const retryMs = 10
const isFilledAgain = (error: unknown) => /^(ENOTEMPTY|EBUSY)$/.test(String((error as NodeJS.ErrnoException).code))

function removeAll(): void {
  for (const path of open) removeNow(path)
}

/** Where nothing can be waited for. What cannot be removed is left to the next process; the other folders go all the same. */
function removeNow(path: string): void {
  for (let attempt = 1; attempt <= retriesMax; attempt++) {
    try {
      rmSync(path, { recursive: true, force: true })
      return
    } catch (error) {
      if (!isFilledAgain(error)) return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs)
    }
  }
}

let isSwept = false

/** A killed process cannot tidy up; the next one does, once. */
export function sweepAbandoned(): void {
  if (isSwept) return
  isSwept = true
  for (const { name, pid } of foldersByName()) if (!isAlive(pid)) removeNow(join(tmpdir(), name))
}

/** For who ended a process by force and knows that it is gone. */
export function removeFoldersOf(pid: number): void {
  for (const folder of foldersByName()) if (folder.pid === pid) removeNow(join(tmpdir(), folder.name))
}

function foldersByName(): { name: string; pid: number }[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const pid = name.match(/^sb-(\d+)-[\w-]+$/)?.[1]
    return pid === undefined ? [] : [{ name, pid: Number(pid) }]
  })
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
