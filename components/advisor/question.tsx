import { TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { classNames } from '../ui/class-names'

interface Props {
  number: number
  title: string
  help: string
  options: Record<string, string>
  value: string | null
  /** Takes part in a contradiction. */
  isContested: boolean
  /** Null takes the answer back. */
  onChange: (value: string | null) => void
}

export function Question({ number, title, help, options, value, isContested, onChange }: Props) {
  const id = useId()
  return (
    <fieldset
      aria-describedby={`${id}-help`}
      className={classNames(
        'rounded-sm border bg-surface px-3 py-2',
        isContested ? 'border-warning border-l-4' : 'border-line',
      )}
    >
      <legend className="float-left w-full font-semibold">
        {number}. {title}
        {isContested && (
          <span className="ml-2 inline-flex items-center gap-1 font-medium text-warning text-xs">
            <TriangleAlert aria-hidden className="size-3.5" /> contradicts another answer
          </span>
        )}
      </legend>
      <p id={`${id}-help`} className="clear-both mb-1 text-muted text-xs">
        {help}
      </p>
      <div className="space-y-0.5">
        {Object.entries(options).map(([option, words]) => (
          <label
            key={option}
            className={classNames(
              'flex items-start gap-2 rounded-sm px-1.5 py-1 has-focus-visible:outline-2 has-focus-visible:outline-ink',
              value === option ? 'bg-pressed font-medium' : 'hover:bg-raised',
            )}
          >
            <input
              type="radio"
              name={id}
              className="mt-0.5 size-4 shrink-0 accent-ink"
              checked={value === option}
              onChange={() => onChange(option)}
            />
            {words}
          </label>
        ))}
      </div>
      {value !== null && (
        <button
          type="button"
          onClick={() => onChange(null)}
          className="mt-1 text-muted text-xs underline underline-offset-2"
        >
          Leave open<span className="sr-only">: {title}</span>
        </button>
      )}
    </fieldset>
  )
}
