'use client'
import { type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { Mode } from '@/lib/domain-model/route'
import { namesOf } from '../edits/things'
import { CheckField, ChoiceField, ReferenceField } from './fields/choice-field'
import { OptionalGroup, Section } from './fields/group'
import { HostListField } from './fields/host-list-field'
import { HeaderRulesGroup, RateLimitGroup } from './fields/http-groups'
import { NameField } from './fields/name-field'
import { usePlanForm } from './fields/plan-form'
import { LinesField, NumberField, ProseField, TextField } from './fields/text-field'
import { ModeField } from './mode-field'
import { NotOnPassthrough } from './not-on-passthrough'
import { PathRules } from './path-rules'

export function RouteForm({ index }: { index: number }) {
  const { data } = usePlanForm()
  const at = (...segments: PropertyKey[]): JsonPointer => toPointer(['routes', index, ...segments])
  const mode = valueAt(data, at('mode')) as Mode
  const hosts = valueAt(data, at('hosts'))
  const hasWildcard = Array.isArray(hosts) && hosts.some((host) => String(host).startsWith('*.'))
  return (
    <>
      <Section>
        <NameField kind="routes" index={index} />
        <HostListField at={at('hosts')} title="Hosts" needsOne />
        {(hasWildcard || valueAt(data, at('wildcardDepth')) !== undefined) && (
          <ChoiceField label="Wildcard depth" at={at('wildcardDepth')} />
        )}
        <ReferenceField label="Listener" at={at('listener')} kind="listeners" unfit={speaksNoTls} />
      </Section>
      <ModeField index={index} mode={mode}>
        {mode === 'passthrough' ? (
          <ReferenceField label="Upstream" at={at('upstream')} kind="upstreams" />
        ) : (
          <ReferenceField label="Certificate" at={at('certificate')} kind="certificates" />
        )}
      </ModeField>
      {mode !== 'passthrough' && <PathRules at={at('paths')} />}
      {mode === 'reencrypt' && <UpstreamTls at={at} />}
      <Section title="Port 80">
        <ChoiceField label="Plain HTTP" at={at('plainHttp')} />
      </Section>
      {mode === 'passthrough' ? <NotOnPassthrough /> : <HttpGroups at={at} />}
      <Section title="Who may connect">
        <LinesField label="Allow" at={at('allow')} placeholder="10.0.0.0/8, one a line" />
        <LinesField label="Deny" at={at('deny')} placeholder="192.0.2.0/24, one a line" />
      </Section>
      <Section title="Timeouts">
        <div className="grid grid-cols-2 gap-2">
          <NumberField label="Connect, seconds" at={at('timeouts', 'connectSeconds')} />
          <NumberField label="Idle, seconds" at={at('timeouts', 'idleSeconds')} />
        </div>
      </Section>
      <Section title="Notes">
        <ProseField label="Description" at={at('description')} />
      </Section>
    </>
  )
}

const speaksNoTls = ({ protocol }: Record<string, unknown>) =>
  protocol === 'http' ? 'speaks plain HTTP; routes arrive on TLS' : null

type At = (...segments: PropertyKey[]) => JsonPointer

function UpstreamTls({ at }: { at: At }) {
  return (
    <Section title="TLS to the upstream">
      <CheckField label="Check the upstream's certificate" at={at('upstreamTls', 'verify')} />
      <ReferenceField label="Trust bundle" at={at('upstreamTls', 'trust')} kind="trust" none="system store" />
      <TextField label="Server name" at={at('upstreamTls', 'serverName')} placeholder="backend.internal.example.com" />
      <ReferenceField
        label="Certificate shown to the upstream"
        at={at('upstreamTls', 'clientCertificate')}
        kind="certificates"
      />
    </Section>
  )
}

function HttpGroups({ at }: { at: At }) {
  const { data } = usePlanForm()
  return (
    <>
      <OptionalGroup
        title="Client certificates at the edge"
        at={at('clientAuth')}
        start={{ mode: 'required', trust: namesOf(data, 'trust')[0] ?? 'clients' }}
      >
        <ChoiceField label="A certificate is" at={at('clientAuth', 'mode')} />
        <ReferenceField label="Trust bundle" at={at('clientAuth', 'trust')} kind="trust" />
        <TextField label="Identity header" at={at('clientAuth', 'identityHeader')} placeholder="X-Client-Subject" />
      </OptionalGroup>
      <RateLimitGroup at={at('rateLimit')} />
      <OptionalGroup title="HSTS" at={at('hsts')} start={{ maxAgeSeconds: 31536000 }}>
        <NumberField label="Max age, seconds" at={at('hsts', 'maxAgeSeconds')} />
        <CheckField label="Include subdomains" at={at('hsts', 'includeSubDomains')} />
        <CheckField label="Preload" at={at('hsts', 'preload')} />
      </OptionalGroup>
      <OptionalGroup title="Web application firewall" at={at('waf')} start={{ mode: 'detect' }}>
        <ChoiceField label="Mode" at={at('waf', 'mode')} />
      </OptionalGroup>
      <HeaderRulesGroup title="Request headers" at={at('requestHeaders')} />
      <HeaderRulesGroup title="Response headers" at={at('responseHeaders')} />
    </>
  )
}
