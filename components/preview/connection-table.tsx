'use client'
import { useState } from 'react'
import type { Mode } from '@/lib/domain-model/route'
import { ModeSign, modeWords } from '../modes/mode-sign'
import { Button } from '../ui/button'
import { ScrollRegion } from '../ui/scroll-region'
import { bytesText, type Entry, entriesMax, matchesFilter } from './preview-facts'
import { cellStyle, headStyle, tableStyle } from './table-style'

interface Props {
  entries: Entry[]
  isRunning: boolean
  isPaused: boolean
  onPause: (isPaused: boolean) => void
}

const columns = ['SNI', 'Route', 'Request', 'Upstream', 'Status', 'Bytes', 'Duration', 'Ending', 'Why', 'ALPN', 'JA4']

export function ConnectionTable({ entries, isRunning, isPaused, onPause }: Props) {
  const [filter, setFilter] = useState('')
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
          onChange={({ target }) => setFilter(target.value)}
          className="h-7 w-48 rounded-sm border border-edge bg-surface px-2 text-sm"
        />
        <Button size="small" aria-pressed={isPaused} onClick={() => onPause(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
      </div>
      {shown.length === 0 ? (
        <p className="border-line border-y py-3 text-muted">{emptyWords(entries.length > 0, isRunning)}</p>
      ) : (
        <ScrollRegion label="Connections of the preview" className="max-h-[32rem] overflow-auto">
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
                <ConnectionRow key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  )
}

function emptyWords(hasEntries: boolean, isRunning: boolean): string {
  if (hasEntries) return 'No connection fits the filter.'
  return isRunning
    ? 'Nothing came yet. Send a test connection, or type one of the lines of a route.'
    : 'Start the preview to see connections as they come.'
}

function ConnectionRow({ entry }: { entry: Entry }) {
  const { sni, host, route, mode, method, path, upstream, status, bytesUp, bytesDown, durationMs } = entry
  const words = mode !== null && mode in modeWords ? modeWords[mode as Mode].title : null
  return (
    <tr>
      <td className={cellStyle}>{sni ?? '–'}</td>
      <td className={cellStyle}>
        <span className="flex items-center gap-1 whitespace-nowrap">
          {words && <ModeSign mode={mode as Mode} />}
          {words && <span className="sr-only">{words}: </span>}
          {route ?? 'none'}
        </span>
      </td>
      <td className={`${cellStyle} break-all`}>{method ? `${method} ${host ?? ''}${path ?? ''}` : '–'}</td>
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
