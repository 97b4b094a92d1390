'use client'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { Button, IconButton } from '../../ui/button'
import { namesOf } from '../edits/things'
import { ChoiceField, ChoiceListField, ReferenceField } from './fields/choice-field'
import { Section } from './fields/group'
import { HeaderRulesGroup, RateLimitGroup } from './fields/http-groups'
import { usePlanForm } from './fields/plan-form'
import { NumberField, TextField } from './fields/text-field'
import { RewriteField } from './rewrite-field'

export function PathRules({ at }: { at: JsonPointer }) {
  const { data, apply } = usePlanForm()
  const value = valueAt(data, at)
  const rules: unknown[] = Array.isArray(value) ? value : []
  const upstream = namesOf(data, 'upstreams')[0] ?? 'upstream'
  const taken = new Set(rules.map((rule) => valueAt(rule, '/path')))
  const fresh = ['/', '/api/', '/new/'].find((path) => !taken.has(path)) ?? `/path-${rules.length + 1}/`
  return (
    <Section
      title={`Paths (${rules.length})`}
      actions={
        <Button
          size="small"
          onClick={() => apply([{ op: 'add', path: `${at}/-`, value: { path: fresh, upstream } }], null)}
        >
          <Plus aria-hidden /> Path
        </Button>
      }
    >
      <ol className="space-y-2">
        {rules.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list; everything else about it can be edited
          <li key={index}>
            <PathRule at={at} index={index} count={rules.length} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function PathRule({ at, index, count }: { at: JsonPointer; index: number; count: number }) {
  const { data, apply } = usePlanForm()
  const here = `${at}/${index}`
  const isSplit = valueAt(data, `${here}/upstreams`) !== undefined
  const extras = ['methods', 'requestHeaders', 'responseHeaders', 'rateLimit'].filter(
    (field) => valueAt(data, `${here}/${field}`) !== undefined,
  )
  const move = (to: number): PatchOperation[] => [
    { op: 'remove', path: here },
    { op: 'add', path: `${at}/${to}`, value: valueAt(data, here) },
  ]
  return (
    <fieldset className="rounded-sm border border-line bg-raised p-2">
      <legend className="sr-only">Path rule {index + 1}</legend>
      <div className="space-y-2">
        <div className="flex items-end gap-1">
          <TextField label="Path" at={`${here}/path`} help={null} className="flex-1" />
          <ChoiceField label="Match" at={`${here}/match`} help={null} className="w-24 flex-none" />
        </div>
        {isSplit ? (
          <Shares at={`${here}/upstreams`} rule={here} />
        ) : (
          <div className="flex items-end gap-1">
            <ReferenceField label="Upstream" at={`${here}/upstream`} kind="upstreams" help={null} className="flex-1" />
            <Button
              onClick={() =>
                apply(
                  [
                    {
                      op: 'add',
                      path: `${here}/upstreams`,
                      value: [{ upstream: valueAt(data, `${here}/upstream`) ?? 'upstream' }],
                    },
                    { op: 'remove', path: `${here}/upstream` },
                  ],
                  null,
                )
              }
            >
              Split by weight
            </Button>
          </div>
        )}
        <RewriteField at={here} />
        <details className="group">
          <summary className="font-medium text-xs">
            Methods, headers, rate limit
            {extras.length > 0 && <span className="text-muted"> ({extras.length} set)</span>}
          </summary>
          <div className="-mx-2 mt-2">
            <div className="px-3 pb-2">
              <ChoiceListField label="Methods" at={`${here}/methods`} />
            </div>
            <RateLimitGroup at={`${here}/rateLimit`} />
            <HeaderRulesGroup title="Request headers" at={`${here}/requestHeaders`} />
            <HeaderRulesGroup title="Response headers" at={`${here}/responseHeaders`} />
          </div>
        </details>
        <div className="flex items-center justify-end gap-1">
          {count === 1 && (
            <span className="min-w-0 flex-1 text-muted text-xs">The last path stays: a route needs one.</span>
          )}
          <IconButton
            label={`Move path rule ${index + 1} up`}
            disabled={index === 0}
            onClick={() => apply(move(index - 1), null)}
          >
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            label={`Move path rule ${index + 1} down`}
            disabled={index === count - 1}
            onClick={() => apply(move(index + 1), null)}
          >
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton
            label={count === 1 ? `Delete path rule ${index + 1}: a route needs one` : `Delete path rule ${index + 1}`}
            disabled={count === 1}
            onClick={() => apply([{ op: 'remove', path: here }], null)}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </div>
    </fieldset>
  )
}

/** Several upstreams that share one path. */
function Shares({ at, rule }: { at: JsonPointer; rule: JsonPointer }) {
  const { data, apply } = usePlanForm()
  const value = valueAt(data, at)
  const shares: unknown[] = Array.isArray(value) ? value : []
  const remove = (index: number): PatchOperation[] => {
    if (shares.length > 2) return [{ op: 'remove', path: `${at}/${index}` }]
    // One share alone is no split.
    const rest = shares.filter((_, other) => other !== index)[0]
    return [
      { op: 'remove', path: at },
      { op: 'add', path: `${rule}/upstream`, value: valueAt(rest ?? shares[0], '/upstream') },
    ]
  }
  return (
    <div className="space-y-1">
      {shares.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a share is its place in the list
        <div key={index} className="flex items-end gap-1">
          <ReferenceField
            label={`Upstream ${index + 1}`}
            at={`${at}/${index}/upstream`}
            kind="upstreams"
            help={null}
            className="flex-1"
          />
          <NumberField label="Weight" at={`${at}/${index}/weight`} help={null} className="w-16" />
          <IconButton label={`Remove share ${index + 1}`} onClick={() => apply(remove(index), null)}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        onClick={() =>
          apply(
            [{ op: 'add', path: `${at}/-`, value: { upstream: namesOf(data, 'upstreams')[0] ?? 'upstream' } }],
            null,
          )
        }
      >
        <Plus aria-hidden /> Share
      </Button>
    </div>
  )
}
