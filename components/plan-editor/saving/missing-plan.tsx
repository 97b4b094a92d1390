'use client'
import type { ListPlans } from '../../commands/use-plan-names'
import type { CreatePlan } from '../../plans/create-plan'
import { NothingHere } from '../../shell/nothing-here'
import { LostDraft } from './lost-draft'

interface Props {
  listPlans: ListPlans
  create: CreatePlan
}

export function MissingPlan({ listPlans, create }: Props) {
  return (
    <NothingHere listPlans={listPlans}>
      <LostDraft create={create} />
    </NothingHere>
  )
}
