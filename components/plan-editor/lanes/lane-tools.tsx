'use client'
import { Search } from 'lucide-react'
import { type Arrangement, asWritten } from './arrange-cards'

interface Props {
  arrangement: Arrangement
  onChange: (next: Arrangement) => void
  shown: number
  total: number
}

const severities = [
  ['any', 'Any findings'],
  ['error', 'With errors'],
  ['warning', 'With warnings'],
  ['hint', 'With hints'],
] as const

const orders = [
  ['plan', 'As in the plan'],
  ['name', 'By name'],
  ['host', 'By host'],
  ['findings', 'Worst first'],
] as const

/** Which cards are shown, and in which order; the plan itself stays as it is. */
export function LaneTools({ arrangement, onChange, shown, total }: Props) {
  const { text, severity, order, isGrouped } = arrangement
  const set = (part: Partial<Arrangement>) => onChange({ ...arrangement, ...part })
  const isFiltered = text.trim() !== '' || severity !== 'any'
  return (
    <search aria-label="Routes shown" className="flex flex-wrap items-center gap-1.5 text-xs">
      <span className="relative min-w-32 flex-1 basis-32">
        <Search aria-hidden className="pointer-events-none absolute top-1.5 left-1.5 size-4 text-muted" />
        <input
          type="search"
          aria-label="Filter routes by name, host or upstream"
          placeholder="Filter routes"
          value={text}
          onChange={(event) => set({ text: event.target.value })}
          className="h-7 w-full rounded-sm border border-edge/60 bg-surface pr-1 pl-7 placeholder:text-muted"
        />
      </span>
      <Choice
        label="Filter by findings"
        value={severity}
        choices={severities}
        onChange={(next) => set({ severity: next })}
      />
      <Choice label="Sort routes" value={order} choices={orders} onChange={(next) => set({ order: next })} />
      <label className="inline-flex h-7 items-center gap-1.5 px-1">
        <input type="checkbox" checked={isGrouped} onChange={(event) => set({ isGrouped: event.target.checked })} />
        Group by domain
      </label>
      <span role="status" className="text-muted">
        {isFiltered ? `${shown} of ${total} shown` : ''}
      </span>
      {isFiltered && (
        <button
          type="button"
          className="h-7 px-1 underline underline-offset-2"
          onClick={() => set({ text: asWritten.text, severity: asWritten.severity })}
        >
          Show all
        </button>
      )}
    </search>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  choices: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = choices.find(([id]) => id === event.target.value)
        if (chosen) onChange(chosen[0])
      }}
      className="h-7 rounded-sm border border-edge/60 bg-surface px-1"
    >
      {choices.map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
}
