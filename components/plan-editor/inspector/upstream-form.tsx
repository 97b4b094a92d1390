'use client'
import { Plus, Trash2 } from 'lucide-react'
import { type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { Button, IconButton } from '../../ui/button'
import { setField } from '../edits/set-field'
import { CheckField, ChoiceField } from './fields/choice-field'
import { controlStyle, Field } from './fields/field'
import { OptionalGroup, Section } from './fields/group'
import { NameField } from './fields/name-field'
import { usePlanForm } from './fields/plan-form'
import { NumberField, TextField } from './fields/text-field'

type At = (...segments: PropertyKey[]) => JsonPointer

export function UpstreamForm({ index }: { index: number }) {
  const at: At = (...segments) => toPointer(['upstreams', index, ...segments])
  return (
    <>
      <Section>
        <NameField kind="upstreams" index={index} />
      </Section>
      <Servers at={at} />
      <Section title="Balance and addresses">
        <ChoiceField label="Balance" at={at('balance')} />
        <ChoiceField label="Send PROXY protocol" at={at('sendProxyProtocol')} />
        <AcceptsProxyField at={at('acceptsProxyProtocol')} />
        <NumberField label="Plain HTTP port" at={at('httpPort')} />
      </Section>
      <Health at={at('health')} />
      <OptionalGroup title="Kubernetes service" at={at('service')} start={{ name: 'service', port: 80 }}>
        <div className="grid grid-cols-[1fr_5rem] gap-2">
          <TextField label="Name" at={at('service', 'name')} help={null} />
          <NumberField label="Port" at={at('service', 'port')} help={null} />
        </div>
        <TextField label="Namespace" at={at('service', 'namespace')} placeholder="the plan's own" />
      </OptionalGroup>
    </>
  )
}

function Servers({ at }: { at: At }) {
  const { data, apply, showsHelp } = usePlanForm()
  const value = valueAt(data, at('servers'))
  const servers: unknown[] = Array.isArray(value) ? value : []
  const hasService = valueAt(data, at('service')) !== undefined
  const last = servers.at(-1)
  const fresh = { host: '192.0.2.10', port: valueAt(last, '/port') ?? 8080 }
  const isLastOne = servers.length === 1 && !hasService
  return (
    <Section
      title={`Servers (${servers.length})`}
      actions={
        <Button
          size="small"
          onClick={() =>
            apply(
              servers.length === 0
                ? setField(data, at('servers'), [fresh])
                : [{ op: 'add', path: at('servers', '-'), value: fresh }],
              null,
            )
          }
        >
          <Plus aria-hidden /> Server
        </Button>
      }
    >
      {servers.length === 0 && (
        <p className="text-muted">No servers: only targets that run in a cluster can reach this upstream.</p>
      )}
      <ul className="space-y-1.5">
        {servers.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a server is its place in the list
          <li key={index} className="rounded-sm border border-line bg-raised p-2">
            <div className="grid grid-cols-[1fr_4.5rem_3.5rem_auto] items-end gap-1">
              <TextField label="Host" at={at('servers', index, 'host')} help={null} />
              <NumberField label="Port" at={at('servers', index, 'port')} help={null} />
              <NumberField label="Weight" at={at('servers', index, 'weight')} help={null} />
              <IconButton
                label={
                  isLastOne ? 'Delete server 1: an upstream needs servers or a service' : `Delete server ${index + 1}`
                }
                disabled={isLastOne}
                onClick={() =>
                  apply(
                    servers.length === 1
                      ? setField(data, at('servers'), undefined)
                      : [{ op: 'remove', path: at('servers', index) }],
                    null,
                  )
                }
              >
                <Trash2 aria-hidden />
              </IconButton>
            </div>
            <CheckField label="Backup" at={at('servers', index, 'backup')} help={null} />
          </li>
        ))}
      </ul>
      {isLastOne && (
        <p className="text-muted text-xs">
          The last server stays: an upstream needs servers, or a Kubernetes service (below).
        </p>
      )}
      {showsHelp && (
        <p className="text-muted text-xs">
          Hosts and ports that the edge dials. Weight is the share of the traffic; 0 drains a server. A backup is used
          when no other is up.
        </p>
      )}
    </Section>
  )
}

/** Known, known not, or not known: three answers, not two. */
function AcceptsProxyField({ at }: { at: JsonPointer }) {
  const { data, apply } = usePlanForm()
  const value = valueAt(data, at)
  return (
    <Field label="Backend expects PROXY protocol" at={at}>
      {(control) => (
        <select
          {...control}
          className={controlStyle}
          value={value === undefined ? '' : String(value)}
          onChange={({ target }) =>
            apply(setField(data, at, target.value === '' ? undefined : target.value === 'true'), null)
          }
        >
          <option value="">not known</option>
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>
      )}
    </Field>
  )
}

const firstHealth: Record<string, object> = {
  http: { kind: 'http', path: '/healthz' },
  tcp: { kind: 'tcp' },
  tls: { kind: 'tls' },
}

/** Another kind keeps what every kind has. */
function healthAs(kind: string, before: unknown): unknown {
  const first = firstHealth[kind]
  if (first === undefined || typeof before !== 'object' || before === null) return first
  const shared = Object.entries(before).filter(([member]) =>
    /^(?:intervalSeconds|timeoutSeconds|rise|fall)$/.test(member),
  )
  return { ...first, ...Object.fromEntries(shared) }
}

function Health({ at }: { at: JsonPointer }) {
  const { data, apply } = usePlanForm()
  const kind = valueAt(data, `${at}/kind`)
  return (
    <Section title="Health check">
      <Field label="Kind" at={at}>
        {(control) => (
          <select
            {...control}
            className={controlStyle}
            value={typeof kind === 'string' ? kind : ''}
            onChange={({ target }) => apply(setField(data, at, healthAs(target.value, valueAt(data, at))), null)}
          >
            <option value="">none</option>
            <option value="http">http: a request and its status</option>
            <option value="tcp">tcp: a connection opens</option>
            <option value="tls">tls: a handshake completes</option>
          </select>
        )}
      </Field>
      {kind === 'http' && (
        <>
          <div className="grid grid-cols-[1fr_5rem] gap-2">
            <TextField label="Path" at={`${at}/path`} placeholder="/" help={null} />
            <NumberField label="Expect" at={`${at}/expect`} help={null} />
          </div>
          <TextField label="Host header" at={`${at}/host`} />
        </>
      )}
      {kind === 'tls' && <TextField label="Server name" at={`${at}/serverName`} />}
      {kind !== undefined && (
        <div className="grid grid-cols-4 gap-2">
          <NumberField label="Interval, s" at={`${at}/intervalSeconds`} help={null} />
          <NumberField label="Timeout, s" at={`${at}/timeoutSeconds`} help={null} />
          <NumberField label="Rise" at={`${at}/rise`} help={null} />
          <NumberField label="Fall" at={`${at}/fall`} help={null} />
        </div>
      )}
    </Section>
  )
}
