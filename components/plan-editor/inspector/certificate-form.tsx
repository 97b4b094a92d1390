'use client'
import { toPointer } from '@/lib/domain-model/json-pointer'
import { Section } from './fields/group'
import { HostListField } from './fields/host-list-field'
import { NameField } from './fields/name-field'
import { TextField } from './fields/text-field'

export function CertificateForm({ index }: { index: number }) {
  return (
    <>
      <Section>
        <NameField kind="certificates" index={index} />
      </Section>
      <Section title="Names in it">
        <HostListField
          at={toPointer(['certificates', index, 'hosts'])}
          title="Hosts (subjectAltName)"
          needsOne={false}
        />
      </Section>
      <WhereItLies kind="certificates" index={index} />
    </>
  )
}

export function TrustForm({ index }: { index: number }) {
  return (
    <>
      <Section>
        <NameField kind="trust" index={index} />
      </Section>
      <WhereItLies kind="trust" index={index} />
    </>
  )
}

/** References only: no key and no certificate ever enters a plan. */
function WhereItLies({ kind, index }: { kind: 'certificates' | 'trust'; index: number }) {
  return (
    <Section title="Where it lies">
      <TextField label="File on the edge" at={toPointer([kind, index, 'file'])} placeholder="/etc/ssl/edge/api.pem" />
      <TextField label="Kubernetes secret" at={toPointer([kind, index, 'secret'])} placeholder="api-tls" />
    </Section>
  )
}
