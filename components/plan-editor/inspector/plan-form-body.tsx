'use client'
import { Plus, Trash2 } from 'lucide-react'
import { valueAt } from '@/lib/domain-model/json-pointer'
import { Button, IconButton } from '../../ui/button'
import { setField } from '../edits/set-field'
import type { TargetFacts } from '../target-facts'
import { controlStyle, Field } from './fields/field'
import { Section } from './fields/group'
import { usePlanForm } from './fields/plan-form'
import { LinesField, ProseField, TextField, verbatimLines } from './fields/text-field'

/** The plan itself: what belongs to no listener and no route. */
export function PlanFormBody({ targets }: { targets: readonly TargetFacts[] }) {
  const { data, apply } = usePlanForm()
  const value = valueAt(data, '/extras')
  const extras: unknown[] = Array.isArray(value) ? value : []
  const [target] = targets
  const fresh = { target: target?.id ?? 'haproxy', place: target?.extraPlaces[0] ?? 'global', lines: ['# your line'] }
  return (
    <>
      <Section title="Plan">
        <TextField label="Name" at="/name" />
        <ProseField label="Description" at="/description" />
        <TextField label="Namespace" at="/namespace" placeholder="default" />
      </Section>
      <Section
        title={`Verbatim lines (${extras.length})`}
        actions={
          <Button
            size="small"
            onClick={() =>
              apply(
                extras.length === 0
                  ? setField(data, '/extras', [fresh])
                  : [{ op: 'add', path: '/extras/-', value: fresh }],
                null,
              )
            }
          >
            <Plus aria-hidden /> Lines
          </Button>
        }
      >
        <p className="text-muted text-xs">
          The escape hatch: lines for one target and one place. Nobody checks them but the engine.
        </p>
        {extras.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the list
          <fieldset key={index} className="space-y-2 rounded-sm border border-line bg-raised p-2">
            <legend className="sr-only">Verbatim lines {index + 1}</legend>
            <div className="flex items-end gap-1">
              <Field label="Target" at={`/extras/${index}/target`} help={null} className="flex-1">
                {(control) => (
                  <select
                    {...control}
                    className={controlStyle}
                    value={String(valueAt(data, `/extras/${index}/target`))}
                    onChange={(event) =>
                      apply([{ op: 'replace', path: `/extras/${index}/target`, value: event.target.value }], null)
                    }
                  >
                    {[
                      ...new Set([String(valueAt(data, `/extras/${index}/target`)), ...targets.map(({ id }) => id)]),
                    ].map((id) => (
                      <option key={id}>{id}</option>
                    ))}
                  </select>
                )}
              </Field>
              <TextField label="Place" at={`/extras/${index}/place`} help={null} className="flex-1" />
              <IconButton
                label={`Delete verbatim lines ${index + 1}`}
                onClick={() => apply([{ op: 'remove', path: `/extras/${index}` }], null)}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </div>
            <LinesField label="Lines" at={`/extras/${index}/lines`} form={verbatimLines} help={null} />
          </fieldset>
        ))}
      </Section>
    </>
  )
}
