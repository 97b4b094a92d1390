'use client'
import { useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import type { SeenHello } from '@/lib/diagnostics/hello-report'
import type { Mode } from '@/lib/domain-model/route'
import { ModeSign, modeWords } from '../modes/mode-sign'
import { Button } from '../ui/button'
import { ScrollRegion } from '../ui/scroll-region'
import { bytesText, type Entry, entriesMax, matchesFilter } from './preview-facts'
import { SeenHelloDialog } from './seen-hello'
import { cellStyle, headStyle, tableStyle } from './table-style'

interface Props {
  entries: Entry[]
  isRunning: boolean
  filter: string
  onFilter: (filter: string) => void
  inspect: (connection: number) => Promise<ActionResult<SeenHello>>
}

const columns = [
  'SNI',
  'Hello',
  'Route',
  'Request',
  'Upstream',
  'Status',
  'Bytes',
  'Duration',
  'Ending',
  'Why',
  'ALPN',
  'JA4',
]

export function ConnectionTable({ entries: now, isRunning, filter, onFilter, inspect }: Props) {
  // While paused the table stands still; what comes meanwhile is counted, and no more of it kept than otherwise.
  const [held, setHeld] = useState<Entry[] | null>(null)
  const [inspected, setInspected] = useState<Entry | null>(null)
  const entries = held ?? now
  const newestHeld = held?.[0]?.id ?? 0
  const missed = held ? now.filter(({ id }) => id > newestHeld).length : 0
  const shown = entries.filter((entry) => matchesFilter(entry, filter))
  return (
    <section aria-labelledby="preview-connections" className="min-w-0">
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h2 id="preview-connections" className="font-semibold">
          Connections
        </h2>
        <span className="text-muted text-xs">
          {shown.length} of {entries.length}, the last {entriesMax} at most
        </span>
        <span className="flex-1" />
        <input
          type="search"
          aria-label="Filter connections"
          placeholder="Filter"
          value={filter}
          onChange={({ target }) => onFilter(target.value)}
          className="h-7 w-48 rounded-sm border border-edge bg-surface px-2 text-sm"
        />
        {held && (
          <span className="text-muted text-xs">
            Paused{missed > 0 ? `, ${missed >= entriesMax ? `${entriesMax} or more` : missed} newer` : ''}
          </span>
        )}
        <Button size="small" onClick={() => setHeld(held ? null : now)}>
          {held ? 'Go on' : 'Pause'}
        </Button>
      </div>
      {shown.length === 0 ? (
        <p className="border-line border-y py-3 text-muted">{emptyWords(entries.length > 0, isRunning)}</p>
      ) : (
        <ScrollRegion label="Connections of the preview" className="relative max-h-[32rem] overflow-auto">
          <table className={tableStyle}>
            <thead className="sticky top-0 bg-surface">
              <tr>
                {columns.map((column) => (
                  <th key={column} className={headStyle}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="font-mono text-xs">
              {shown.map((entry) => (
                <ConnectionRow key={entry.id} entry={entry} isRunning={isRunning} onInspect={setInspected} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <SeenHelloDialog entry={inspected} inspect={inspect} onClose={() => setInspected(null)} />
    </section>
  )
}

function emptyWords(hasEntries: boolean, isRunning: boolean): string {
  if (hasEntries) return 'No connection fits the filter.'
  return isRunning
    ? 'Nothing came yet. Send a test connection, or type one of the lines of a route.'
    : 'Start the preview to see connections as they come.'
}

interface RowProps {
  entry: Entry
  isRunning: boolean
  onInspect: (entry: Entry) => void
}

function ConnectionRow({ entry, isRunning, onInspect }: RowProps) {
  const { sni, host, route, mode, method, path, upstream, status, bytesUp, bytesDown, durationMs } = entry
  const words = mode !== null && mode in modeWords ? modeWords[mode as Mode].title : null
  return (
    <tr>
      <td className={cellStyle}>{sni ?? '–'}</td>
      <td className={cellStyle}>
        {entry.hasHello && isRunning ? (
          <button
            type="button"
            aria-label={`Inspect the ClientHello of connection ${entry.connection}`}
            className="underline underline-offset-2"
            onClick={() => onInspect(entry)}
          >
            Inspect
          </button>
        ) : (
          '–'
        )}
      </td>
      <td className={cellStyle}>
        <span className="flex items-center gap-1 whitespace-nowrap">
          {words && <ModeSign mode={mode as Mode} />}
          {words && <span className="sr-only">{words}: </span>}
          {route ?? 'none'}
        </span>
      </td>
      <td className={`${cellStyle} min-w-48 break-all`}>{method ? `${method} ${host ?? ''}${path ?? ''}` : '–'}</td>
      <td className={cellStyle}>{upstream ?? '–'}</td>
      <td className={cellStyle}>{status ?? '–'}</td>
      <td className={`${cellStyle} whitespace-nowrap`}>{`${bytesText(bytesUp)} up, ${bytesText(bytesDown)} down`}</td>
      <td className={`${cellStyle} whitespace-nowrap`}>{durationMs === null ? 'open' : `${durationMs} ms`}</td>
      <td className={cellStyle}>{[entry.ending, entry.detail].filter(Boolean).join(': ') || '–'}</td>
      <td className={`${cellStyle} min-w-64 font-sans`}>{entry.reason}</td>
      <td className={cellStyle}>{entry.alpn.join(', ') || '–'}</td>
      <td className={cellStyle}>{entry.ja4 ?? '–'}</td>
    </tr>
  )
}
