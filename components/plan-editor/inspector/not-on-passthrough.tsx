'use client'
import { useId } from 'react'
import { decryptionNeedIds, needsDecryption, passthroughCannot } from '@/lib/domain-model/needs-decryption'
import { Section } from './fields/group'

/** What a person may look for in this form: there, but not to be chosen, with the reason beside it. */
export function NotOnPassthrough() {
  const id = useId()
  return (
    <Section title="Needs a mode that decrypts">
      <ul className="space-y-1.5">
        {decryptionNeedIds
          .filter((member) => member !== 'upstreamTls' && member !== 'certificate')
          .map((member) => (
            <li key={member}>
              <label className="flex items-center gap-2 font-medium text-muted text-xs first-letter:uppercase">
                <input
                  type="checkbox"
                  disabled
                  checked={false}
                  readOnly
                  aria-describedby={`${id}-${member}`}
                  className="size-4"
                />
                <span className="first-letter:uppercase">{needsDecryption[member].what}</span>
              </label>
              <p id={`${id}-${member}`} className="pl-6 text-muted text-xs">
                {passthroughCannot(member)}
              </p>
            </li>
          ))}
      </ul>
    </Section>
  )
}
