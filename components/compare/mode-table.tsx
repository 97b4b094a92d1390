import { Check, Minus, Plus, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { modeFactIds, modeFactTitles } from '@/lib/domain-model/mode-facts'
import type { ModeConsequence } from '@/lib/domain-model/mode-words'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { SeveritySign } from '../findings/severity-sign'
import { ModeLabel, modeWords } from '../modes/mode-sign'
import { Button } from '../ui/button'
import { classNames } from '../ui/class-names'
import type { ModeColumn } from './mode-columns'
import type { ModeOutput, ModeOutputs } from './use-mode-output'

interface Props {
  columns: readonly ModeColumn[]
  outputs: ModeOutputs
  targetTitle: string
  onChoose: (operations: PatchOperation[]) => void
}

interface Row {
  title: string
  cell: (column: ModeColumn) => ReactNode
}

/** A table where there is room; on a narrow screen the rows of one mode below each other, mode after mode. */
export function ModeTable({ columns, outputs, targetTitle, onChoose }: Props) {
  const rows: Row[] = [
    { title: 'Works', cell: ({ works }) => <Works list={works} /> },
    {
      title: 'Stops',
      cell: ({ change }) => (change ? <Consequences list={change.lost} sign="lost" none="Nothing." /> : asItIs),
    },
    {
      title: 'Needed first',
      cell: ({ change }) => (change ? <Consequences list={change.needed} sign="needed" none="Nothing." /> : asItIs),
    },
    {
      title: 'Comes with it',
      cell: ({ change }) => (change ? <Consequences list={change.gained} sign="gained" none="Nothing new." /> : asItIs),
    },
    ...modeFactIds.map((id) => ({
      title: modeFactTitles[id],
      cell: ({ facts }: ModeColumn) => <Sentences list={facts[id]} />,
    })),
    {
      title: `Findings, and ${targetTitle}`,
      cell: ({ mode, change }) => (change ? <Judged output={outputs[mode]} targetTitle={targetTitle} /> : asItIs),
    },
  ]
  return (
    <>
      <table className="w-full table-fixed border-collapse text-left align-top max-md:hidden">
        <caption className="sr-only">The route in three modes</caption>
        <thead>
          <tr>
            <th scope="col" className="w-32 px-2 py-1.5">
              <span className="sr-only">Question</span>
            </th>
            {columns.map((column) => (
              <th
                key={column.mode}
                scope="col"
                className={classNames('px-0.5 align-top', column.change === null && 'bg-raised')}
              >
                <Bar mode={column.mode} />
                <div className="p-2">
                  <Head column={column} onChoose={onChoose} />
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, cell }) => (
            <tr key={title} className="border-line border-t align-top">
              <th scope="row" className="px-2 py-1.5 text-muted text-xs">
                {title}
              </th>
              {columns.map((column) => (
                <td key={column.mode} className={classNames('px-2.5 py-1.5', column.change === null && 'bg-raised')}>
                  {cell(column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="space-y-4 md:hidden">
        {columns.map((column) => (
          <section
            key={column.mode}
            aria-label={modeWords[column.mode].title}
            className={classNames('rounded-sm border border-line', column.change === null && 'bg-raised')}
          >
            <Bar mode={column.mode} />
            <div className="p-2">
              <Head column={column} onChoose={onChoose} />
            </div>
            <dl>
              {rows.map(({ title, cell }) => (
                <div key={title} className="border-line border-t px-2 py-1.5">
                  <dt className="font-semibold text-muted text-xs">{title}</dt>
                  <dd>{cell(column)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  )
}

const asItIs = (
  <span className="text-muted">
    <span aria-hidden>–</span>
    <span className="sr-only">as it is now</span>
  </span>
)

function Sentences({ list }: { list: readonly string[] }) {
  return list.map((words) => (
    <p key={words} className="break-words">
      {words}
    </p>
  ))
}

/** The colours of the track; re-encrypt carries both. */
function Bar({ mode }: { mode: ModeColumn['mode'] }) {
  return (
    <span aria-hidden className="flex h-1">
      <span className={classNames('flex-1', mode === 'passthrough' ? 'bg-passthrough' : 'bg-terminate')} />
      {mode === 'reencrypt' && <span className="flex-1 bg-passthrough" />}
    </span>
  )
}

function Head({ column: { mode, change }, onChoose }: { column: ModeColumn; onChoose: Props['onChoose'] }) {
  const title = modeWords[mode].title
  return (
    <div className="space-y-1.5 font-normal">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <ModeLabel mode={mode} />
        {change === null && (
          <span className="inline-flex items-center gap-1 text-xs">
            <Check aria-hidden className="size-3.5" /> now
          </span>
        )}
      </p>
      <p className="text-muted text-xs">{modeWords[mode].says}</p>
      {change && (
        <Button size="small" onClick={() => onChoose(change.operations)}>
          Change to {title.toLowerCase()}
        </Button>
      )}
    </div>
  )
}

function Works({ list }: { list: readonly string[] }) {
  return (
    <ul className="space-y-0.5">
      {list.slice(0, 12).map((words) => (
        <li key={words} className="flex gap-1.5">
          <Check aria-hidden className="mt-0.5 size-3.5 shrink-0 text-muted" />
          <span className="min-w-0 break-words">{words}</span>
        </li>
      ))}
      {list.length > 12 && <li className="text-muted">and {list.length - 12} more</li>}
    </ul>
  )
}

const signs = { lost: Minus, needed: Wrench, gained: Plus }

function Consequences({
  list,
  sign,
  none,
}: {
  list: readonly ModeConsequence[]
  sign: keyof typeof signs
  none: string
}) {
  const Sign = signs[sign]
  if (list.length === 0) return <span className="text-muted">{none}</span>
  return (
    <ul className="space-y-1">
      {list.map(({ what, reason }) => (
        <li key={what} className="flex gap-1.5">
          <Sign aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span className="min-w-0 break-words">
            <span className="font-medium">{what}</span> <span className="text-muted">{reason}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

const findingsMax = 5

function Judged({ output, targetTitle }: { output: ModeOutput | undefined; targetTitle: string }) {
  if (!output) return <span className="text-muted">Asking the rules…</span>
  const { newFindings, goneFindings, newLosses } = output
  return (
    <div className="space-y-1">
      {newFindings.length === 0 ? (
        <p>No new finding{goneFindings.length > 0 ? `; ${goneFindings.length} gone` : ''}.</p>
      ) : (
        <ul className="space-y-1">
          {newFindings.slice(0, findingsMax).map(({ rule, message, severity }) => (
            <li key={`${rule} ${message}`} className="flex gap-1.5">
              <SeveritySign severity={severity} className="mt-0.5 size-3.5" />
              <span className="min-w-0 break-words">{message}</span>
            </li>
          ))}
          {newFindings.length > findingsMax && (
            <li className="text-muted">and {newFindings.length - findingsMax} more findings</li>
          )}
          {goneFindings.length > 0 && <li className="text-muted">{goneFindings.length} gone</li>}
        </ul>
      )}
      <p className="text-muted">
        {newLosses.length === 0
          ? `${targetTitle} loses nothing more.`
          : `${targetTitle} loses: ${newLosses.map(({ reason }) => reason).join(' ')}`}
      </p>
    </div>
  )
}
