import { classNames } from '../ui/class-names'
import { ScrollRegion } from '../ui/scroll-region'
import type { DiffLine, FileDiff } from './file-diff'

const looks: Record<DiffLine['kind'], { sign: string; style: string; word: string }> = {
  same: { sign: ' ', style: 'border-transparent text-muted', word: '' },
  added: {
    sign: '+',
    style: 'bg-[color-mix(in_srgb,var(--passthrough)_14%,transparent)] text-ink border-passthrough',
    word: 'added: ',
  },
  removed: {
    sign: '−',
    style: 'bg-[color-mix(in_srgb,var(--error)_12%,transparent)] text-ink border-error',
    word: 'removed: ',
  },
}

const linesMax = 400

/** Unified diffs to be read: sign, stroke and ground say what a line is; colour never alone. */
export function DiffView({ diffs }: { diffs: readonly FileDiff[] }) {
  if (diffs.length === 0) return <p className="text-muted">No file changes.</p>
  return (
    <div className="space-y-3">
      {diffs.map((diff) => (
        <section key={diff.path} aria-label={`Changes in ${diff.path}`} className="rounded-sm border border-line">
          <h4 className="flex flex-wrap gap-x-3 border-line border-b bg-raised px-2 py-1 font-normal font-mono text-xs">
            <span className="font-semibold">{diff.path}</span>
            <span className="text-muted">
              {diff.added} added, {diff.removed} removed
            </span>
          </h4>
          <ScrollRegion label={`Diff of ${diff.path}`} className="max-h-80 overflow-auto">
            <DiffLines diff={diff} />
          </ScrollRegion>
        </section>
      ))}
    </div>
  )
}

function DiffLines({ diff }: { diff: FileDiff }) {
  let shown = 0
  return (
    <pre className="w-max min-w-full font-mono text-xs leading-5">
      {diff.hunks.map(({ head, lines }) => {
        if (shown >= linesMax) return null
        const part = lines.slice(0, linesMax - shown)
        shown += part.length
        return (
          <span key={head} className="block">
            <span className="block bg-raised px-2 text-muted">{head}</span>
            {part.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line of a diff is its place
              <Line key={index} line={line} />
            ))}
          </span>
        )
      })}
      {diff.added + diff.removed > shown && <span className="block px-2 text-muted">… and more lines</span>}
    </pre>
  )
}

function Line({ line: { kind, text } }: { line: DiffLine }) {
  const { sign, style, word } = looks[kind]
  return (
    <span className={classNames('block border-l-4 px-1', style)}>
      <span aria-hidden>{sign} </span>
      {word && <span className="sr-only">{word}</span>}
      {text}
      {'\n'}
    </span>
  )
}
