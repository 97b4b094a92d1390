'use client'
import { useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'

interface Props {
  create: (input: { name: string; text: string }) => Promise<ActionResult<{ id: string }>>
  save: (input: { id: string; baseVersion: number; text: string }) => Promise<ActionResult<unknown>>
  remove: (input: { id: string; version: number }) => Promise<ActionResult<unknown>>
}

/** Stands here until the studio does: a text, kept. */
export function DraftDesk({ create, save, remove }: Props) {
  const [id, setId] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const say = (result: ActionResult<unknown>) => setSaid(result.ok ? 'Kept.' : result.error.message)
  const submit = async (form: FormData) => {
    const text = String(form.get('text'))
    if (id) return say(await save({ id, baseVersion: 1, text }))
    const result = await create({ name: 'Untitled', text })
    if (result.ok) setId(result.data.id)
    say(result)
  }
  return (
    <form action={submit}>
      <label>
        Plan <textarea name="text" />
      </label>
      <button type="submit">Keep</button>
      {id && (
        <button type="button" onClick={async () => say(await remove({ id, version: 1 }))}>
          Delete
        </button>
      )}
      <output>{said}</output>
    </form>
  )
}
