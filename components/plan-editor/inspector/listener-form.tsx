'use client'
import { type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { placeWords } from '../edits/place-words'
import { namesOf, thingsOf } from '../edits/things'
import { ChoiceField, ChoiceListField, ReferenceField } from './fields/choice-field'
import { controlStyle, Field } from './fields/field'
import { OptionalGroup, Section } from './fields/group'
import { NameField } from './fields/name-field'
import { usePlanForm } from './fields/plan-form'
import { LinesField, NumberField, TextField } from './fields/text-field'

/** What only one of the two protocols has. */
const ofTls = ['tlsProfile', 'alpn', 'unmatched', 'clientHelloSeconds']
const ofHttp = ['acmeUpstream']

export function ListenerForm({ index }: { index: number }) {
  const { data, apply } = usePlanForm()
  const at = (...segments: PropertyKey[]): JsonPointer => toPointer(['listeners', index, ...segments])
  const isTls = valueAt(data, at('protocol')) === 'tls'
  const gone = (isTls ? ofTls : ofHttp).filter((field) => valueAt(data, at(field)) !== undefined)
  const price =
    gone.length === 0 ? '' : ` Changing it takes out ${gone.map((field) => placeWords(`/${field}`, data)).join(', ')}.`
  const setProtocol = (protocol: string) => {
    apply(
      [
        ...gone.map((field): PatchOperation => ({ op: 'remove', path: at(field) })),
        { op: 'add', path: at('protocol'), value: protocol },
      ],
      null,
    )
  }
  return (
    <>
      <Section>
        <NameField kind="listeners" index={index} />
      </Section>
      <Section title="Where clients connect">
        <div className="grid grid-cols-2 gap-2">
          <NumberField label="Port" at={at('port')} />
          <Field
            label="Protocol"
            at={at('protocol')}
            help={`${isTls ? 'Names are told apart by SNI.' : 'Names are told apart by the Host header.'}${price}`}
          >
            {(control) => (
              <select
                {...control}
                className={controlStyle}
                value={isTls ? 'tls' : 'http'}
                onChange={(event) => setProtocol(event.target.value)}
              >
                <option value="tls">tls</option>
                <option value="http">http</option>
              </select>
            )}
          </Field>
        </div>
        <TextField label="Address" at={at('address')} placeholder="all addresses" />
      </Section>
      {isTls ? (
        <Section title="TLS">
          <ChoiceField label="TLS profile" at={at('tlsProfile')} />
          <ChoiceListField label="HTTP versions (ALPN)" at={at('alpn')} />
          <UnmatchedField at={at} index={index} />
          <NumberField label="ClientHello timeout, seconds" at={at('clientHelloSeconds')} />
        </Section>
      ) : (
        <Section title="ACME">
          <ReferenceField label="ACME solver" at={at('acmeUpstream')} kind="upstreams" />
        </Section>
      )}
      <OptionalGroup title="Accept PROXY protocol" at={at('acceptProxyProtocol')} start={{ from: ['10.0.0.0/8'] }}>
        <LinesField label="From" at={at('acceptProxyProtocol', 'from')} placeholder="10.0.0.0/8, one a line" />
      </OptionalGroup>
    </>
  )
}

function UnmatchedField({ at, index }: { at: (...segments: PropertyKey[]) => JsonPointer; index: number }) {
  const { data, apply } = usePlanForm()
  const value = valueAt(data, at('unmatched'))
  const route = valueAt(value, '/route')
  const listener = valueAt(data, at('name'))
  const routes = thingsOf(data, 'routes')
  const isMissing = typeof route === 'string' && !namesOf(data, 'routes').includes(route)
  return (
    <Field label="Names that no route has" at={`/listeners/${index}/unmatched`}>
      {(control) => (
        <select
          {...control}
          className={controlStyle}
          value={typeof route === 'string' ? `route:${route}` : 'reject'}
          onChange={({ target }) =>
            apply(
              [
                {
                  op: 'add',
                  path: at('unmatched'),
                  value: target.value === 'reject' ? 'reject' : { route: target.value.slice(6) },
                },
              ],
              null,
            )
          }
        >
          <option value="reject">reject with a TLS alert (default)</option>
          {isMissing && <option value={`route:${route}`}>give to {String(route)} (does not exist)</option>}
          {routes.map(({ name, listener: of }) => (
            <option key={String(name)} value={`route:${name}`} disabled={of !== listener && name !== route}>
              give to route {String(name)}
              {of !== listener && ` (is on listener ${String(of)})`}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
