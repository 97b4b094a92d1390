import { defineRule } from '../define-rule'

export const sourcelessCertificate = defineRule({
  id: 'sourceless-certificate',
  severity: 'error',
  summary: 'A certificate or trust bundle in use has neither a file nor a secret.',
  why: 'Nobody can load it: proxies read a file, Kubernetes targets a secret. Every target has to leave it out or make a place up.',
  fix: 'Say file for proxies, secret for Kubernetes, or both.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  bad: [
    { title: 'A name and nothing behind it', yaml: 'certificates:\n  - { name: www, secret: null, file: null }\n' },
  ],
  good: [{ title: 'A file', yaml: 'certificates:\n  - { name: www, secret: null }\n' }],
  check(plan, facts, report) {
    for (const [kind, list, items] of [
      ['certificate', 'certificates', plan.certificates],
      ['trust', 'trust', plan.trust],
    ] as const)
      for (const [index, { name, file, secret }] of items.entries()) {
        if (file !== undefined || secret !== undefined || facts.referencesTo(kind, name).length === 0) continue
        report({
          path: `/${list}/${index}`,
          message: `${kind === 'trust' ? 'Trust bundle' : 'Certificate'} ${name} names neither a file nor a secret, so no target can load it.`,
        })
      }
  },
})
