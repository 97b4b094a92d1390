'use client'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { setField } from '../edits/set-field'
import { controlStyle, Field } from './fields/field'
import { usePlanForm } from './fields/plan-form'
import { TextField } from './fields/text-field'

/** Which part of the path the upstream sees anew. Only a prefix has a part to swap. */
export function RewriteField({ at }: { at: JsonPointer }) {
  const { data, apply } = usePlanForm()
  const rewrite = valueAt(data, `${at}/rewrite`)
  const kind = rewrite === undefined ? '' : valueAt(rewrite, '/prefix') === undefined ? 'path' : 'prefix'
  const hasPrefix = (valueAt(data, `${at}/match`) ?? 'prefix') === 'prefix'
  return (
    <div className="flex items-end gap-1">
      <Field label="Rewrite" at={`${at}/rewrite`} help={null} className={kind === '' ? 'flex-1' : 'w-40 flex-none'}>
        {(control) => (
          <select
            {...control}
            className={controlStyle}
            value={kind}
            onChange={({ target }) =>
              apply(setField(data, `${at}/rewrite`, target.value === '' ? undefined : { [target.value]: '/' }), null)
            }
          >
            <option value="">none: the path stays</option>
            <option value="prefix" disabled={!hasPrefix}>
              {hasPrefix ? 'swap the prefix for' : 'swap the prefix (needs match: prefix)'}
            </option>
            <option value="path">swap the whole path for</option>
          </select>
        )}
      </Field>
      {kind !== '' && <TextField label="New path" at={`${at}/rewrite/${kind}`} help={null} className="flex-1" />}
    </div>
  )
}
