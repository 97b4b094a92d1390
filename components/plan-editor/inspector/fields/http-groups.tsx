'use client'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { ChoiceField } from './choice-field'
import { OptionalGroup } from './group'
import { headerLines, LinesField, NumberField } from './text-field'

export function HeaderRulesGroup({ title, at }: { title: string; at: JsonPointer }) {
  return (
    <OptionalGroup title={title} at={at} start={{ set: { 'X-Edge': 'signalbox' } }}>
      <LinesField label="Set" at={`${at}/set`} form={headerLines} placeholder="X-Edge: signalbox" />
      <LinesField label="Remove" at={`${at}/remove`} placeholder="X-Internal, one a line" />
    </OptionalGroup>
  )
}

export function RateLimitGroup({ at }: { at: JsonPointer }) {
  return (
    <OptionalGroup title="Rate limit" at={at} start={{ requests: 50, per: 'second', burst: 100 }}>
      <div className="grid grid-cols-3 gap-2">
        <NumberField label="Requests" at={`${at}/requests`} />
        <ChoiceField label="Per" at={`${at}/per`} />
        <NumberField label="Burst" at={`${at}/burst`} />
      </div>
    </OptionalGroup>
  )
}
