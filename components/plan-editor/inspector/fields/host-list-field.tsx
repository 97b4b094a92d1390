'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { hostPatternProblem } from '@/lib/domain-model/hostname'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { Button, IconButton } from '../../../ui/button'
import { setField } from '../../edits/set-field'
import { fieldFacts } from '../field-facts'
import { controlStyle } from './field'
import { usePlanForm } from './plan-form'
import { TextField } from './text-field'

interface Props {
  at: JsonPointer
  title: string
  /** The last one of a route cannot go: a route needs a name. */
  needsOne: boolean
}

export function HostListField({ at, title, needsOne }: Props) {
  const { data, apply, showsHelp } = usePlanForm()
  const id = useId()
  const value = valueAt(data, at)
  const hosts: unknown[] = Array.isArray(value) ? value : []
  const [draft, setDraft] = useState('')
  const host = draft.trim().toLowerCase()
  const problem = host === '' ? null : hosts.includes(host) ? 'It is in the list already.' : hostPatternProblem(host)
  const add = () => {
    if (host === '' || problem) return
    apply(hosts.length === 0 ? setField(data, at, [host]) : [{ op: 'add', path: `${at}/-`, value: host }], null)
    setDraft('')
  }
  return (
    <fieldset>
      <legend className="mb-0.5 font-medium text-xs">{title}</legend>
      <ul className="space-y-1">
        {hosts.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a host is its place in the list; its text changes while it is typed
          <li key={index} className="flex items-start gap-1">
            <TextField label={`Host ${index + 1}`} at={`${at}/${index}`} isBare className="flex-1" />
            <IconButton
              label={
                needsOne && hosts.length === 1
                  ? `Remove host ${index + 1}: a route needs one`
                  : `Remove host ${index + 1}`
              }
              disabled={needsOne && hosts.length === 1}
              onClick={() =>
                apply(
                  hosts.length === 1 ? setField(data, at, undefined) : [{ op: 'remove', path: `${at}/${index}` }],
                  null,
                )
              }
            >
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        ))}
        <li className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <input
              className={`${controlStyle} font-mono`}
              aria-label="New host"
              aria-invalid={problem !== null}
              aria-describedby={problem ? `${id}-problem` : undefined}
              placeholder="add a host, then Enter"
              value={draft}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize="off"
              onChange={(event) => setDraft(event.target.value)}
              onBlur={add}
              onKeyDown={(event) => {
                if (event.key === 'Enter') add()
              }}
            />
            {problem && (
              <p id={`${id}-problem`} role="alert" className="mt-0.5 text-error text-xs">
                Not added: {problem.replace(/\.$/, '')}.
              </p>
            )}
          </div>
          <Button look="quiet" size="icon" aria-label="Add host" onClick={add}>
            <Plus aria-hidden />
          </Button>
        </li>
      </ul>
      {needsOne && hosts.length === 1 && (
        <p className="mt-0.5 text-muted text-xs">The last host stays: a route without a name is never asked for.</p>
      )}
      {showsHelp && <p className="mt-0.5 text-muted text-xs">{fieldFacts(`${at}/0`, data).help}</p>}
    </fieldset>
  )
}
