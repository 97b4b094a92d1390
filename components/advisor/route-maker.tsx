'use client'
import { Plus } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import type { AdviceAnswers } from '@/lib/domain-model/advice-questions'
import type { Mode } from '@/lib/domain-model/route'
import { namesOf } from '../plan-editor/edits/things'
import { Button } from '../ui/button'
import { type AdvisedRoute, advisedRoute, type RouteWish, wishProblems } from './advised-route'

interface Props {
  mode: Mode
  answers: AdviceAnswers
  data: unknown
  addWords: string
  onAdd: (route: AdvisedRoute, host: string) => void
  isBusy: boolean
}

const newUpstream = ''

/** Name and backend, and the route is ready; what else comes with it is said before. */
export function RouteMaker({ mode, answers, data, addWords, onAdd, isBusy }: Props) {
  const upstreams = namesOf(data, 'upstreams')
  const [wish, setWish] = useState<RouteWish>({
    host: '',
    upstream: null,
    backendHost: '',
    backendPort: '',
  })
  const [isAsked, setAsked] = useState(false)
  const filled = { ...wish, backendPort: wish.backendPort || (mode === 'terminate' ? '8080' : '443') }
  const problems = wishProblems(filled)
  const isReady = Object.keys(problems).length === 0
  const made = isReady ? advisedRoute(data, mode, answers, filled) : null
  const set = (change: Partial<RouteWish>) => setWish({ ...wish, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (made && !isBusy) onAdd(made, filled.host)
  }
  const shown = isAsked ? problems : {}
  return (
    <form onSubmit={submit} noValidate className="space-y-2 border-line border-t pt-3">
      <h3 className="text-sm">The route, ready to add</h3>
      <div className="grid gap-2 sm:grid-cols-2">
        <Field
          label="Host name"
          value={wish.host}
          problem={shown.host}
          onChange={(host) => set({ host })}
          placeholder="shop.example.com"
        />
        {upstreams.length > 0 && (
          <label className="block">
            <span className="block font-medium text-xs">Upstream</span>
            <select
              className={inputStyle}
              value={wish.upstream ?? newUpstream}
              onChange={(event) => set({ upstream: event.target.value || null })}
            >
              <option value={newUpstream}>a new one</option>
              {upstreams.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        {wish.upstream === null && (
          <>
            <Field
              label="Backend host or address"
              value={wish.backendHost}
              problem={shown.backendHost}
              onChange={(backendHost) => set({ backendHost })}
              placeholder="10.0.0.5"
            />
            <Field
              label="Backend port"
              value={wish.backendPort}
              problem={shown.backendPort}
              onChange={(backendPort) => set({ backendPort })}
              placeholder={mode === 'terminate' ? '8080' : '443'}
            />
          </>
        )}
      </div>
      <div aria-live="polite" className="text-muted text-xs">
        {made && (
          <p>
            {made.additions.length === 0
              ? 'The plan has everything else it stands on.'
              : `Also added: ${made.additions.join(', ')}.`}
          </p>
        )}
        {made?.notes.map((note) => (
          <p key={note} className="text-ink">
            {note}
          </p>
        ))}
        {isAsked && !isReady && <p className="text-ink">Fill in what is marked first.</p>}
      </div>
      <Button type="submit" look="primary" disabled={isBusy}>
        <Plus aria-hidden /> {addWords}
      </Button>
    </form>
  )
}

const inputStyle = 'h-8 w-full min-w-0 rounded-sm border border-edge/70 bg-surface px-2 font-mono text-xs'

interface FieldProps {
  label: string
  value: string
  problem: string | undefined
  placeholder: string
  onChange: (value: string) => void
}

function Field({ label, value, problem, placeholder, onChange }: FieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="block font-medium text-xs">
        {label}
      </label>
      <input
        id={id}
        className={inputStyle}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      {problem && (
        <p id={`${id}-problem`} className="text-error text-xs">
          {problem}
        </p>
      )}
    </div>
  )
}
