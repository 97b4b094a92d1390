import { defineRule } from '../define-rule'

export const halfSourcedCertificate = defineRule({
  id: 'half-sourced-certificate',
  severity: 'hint',
  summary: 'The plan is for proxies and Kubernetes, but a certificate or bundle is there for one of them only.',
  why: 'Other certificates of the plan name a file and a secret. For the target that this one says nothing about, it has to be left out.',
  fix: 'Say file and secret, or neither for the target that the plan is not meant for.',
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  bad: [
    {
      title: 'One has both, one has a file',
      yaml: `certificates:
  - { name: shop, hosts: [shop.example.com], file: /etc/ssl/edge/shop.pem }
routes:
  - { name: shop, listener: https, hosts: [shop.example.com], mode: terminate, certificate: shop, plainHttp: redirect,
      paths: [{ path: /, upstream: app }] }
`,
    },
  ],
  good: [{ title: 'A plan for proxies alone', yaml: 'certificates:\n  - { name: www, secret: null }\n' }],
  check(plan, facts, report) {
    const all = [...plan.certificates, ...plan.trust]
    if (!all.some(({ file }) => file !== undefined) || !all.some(({ secret }) => secret !== undefined)) return
    for (const [kind, list, items] of [
      ['certificate', 'certificates', plan.certificates],
      ['trust', 'trust', plan.trust],
    ] as const)
      for (const [index, { name, file, secret }] of items.entries()) {
        if ((file === undefined) === (secret === undefined) || facts.referencesTo(kind, name).length === 0) continue
        report({
          path: `/${list}/${index}`,
          message: `${kind === 'trust' ? 'Trust bundle' : 'Certificate'} ${name} has ${file === undefined ? 'no file for proxies' : 'no secret for Kubernetes'}, unlike others of the plan.`,
        })
      }
  },
})
