'use client'
import { useParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { CreatePlan } from '../../plans/create-plan'
import type { Draft } from './autosave'
import { readDraft } from './draft-storage'
import { GoneNotice } from './gone-notice'

/** On the page of a plan that is not there: what this browser still has of it. */
export function LostDraft({ create }: { create: CreatePlan }) {
  const { id } = useParams<{ id: string }>()
  const [draft, setDraft] = useState<Draft | null>(null)
  useEffect(() => setDraft(readDraft(localStorage, id)), [id])
  if (!draft) return null
  return (
    <GoneNotice
      planId={id}
      name="recovered"
      text={draft.text}
      create={create}
      title="This browser still has a text of it"
    >
      It was not saved when the plan went away.
    </GoneNotice>
  )
}
