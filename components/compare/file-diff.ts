import { structuredPatch } from 'diff'
import type { Artifact } from '@/lib/targets/target'

export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
}

export interface FileDiff {
  path: string
  hunks: { head: string; lines: DiffLine[] }[]
  added: number
  removed: number
}

const kinds: Record<string, DiffLine['kind']> = { ' ': 'same', '+': 'added', '-': 'removed' }

/** What changes in each file, as unified diffs; files that stay as they are do not appear. */
export function fileDiffs(before: readonly Artifact[], after: readonly Artifact[]): FileDiff[] {
  const textOf = (files: readonly Artifact[], path: string) => files.find((file) => file.path === path)?.text ?? ''
  const paths = [...new Set([...before, ...after].map(({ path }) => path))]
  return paths.flatMap((path) => {
    const [old, now] = [textOf(before, path), textOf(after, path)]
    if (old === now) return []
    const hunks = structuredPatch(path, path, old, now, '', '', { context: 3 }).hunks.map(
      ({ oldStart, oldLines, newStart, newLines, lines }) => ({
        head: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
        lines: lines.flatMap((line): DiffLine[] => {
          const kind = kinds[line[0] ?? '']
          return kind ? [{ kind, text: line.slice(1) }] : []
        }),
      }),
    )
    const count = (kind: DiffLine['kind']) =>
      hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0)
    return [{ path, hunks, added: count('added'), removed: count('removed') }]
  })
}
