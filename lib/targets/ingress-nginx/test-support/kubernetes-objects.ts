import { z } from 'zod'

// The API server's own validation of the two kinds that this target writes, strict where the server would prune in silence.
// Sources: kubernetes/kubernetes:pkg/apis/networking/validation/validation.go, k8s.io/apimachinery validation.

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const subdomain = z
  .string()
  .max(253)
  .regex(new RegExp(`^${label}(?:\\.${label})*$`))
const namespace = z.string().regex(new RegExp(`^${label}$`))
const serviceName = z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
const qualifiedName = z
  .string()
  .regex(/^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/)
const labelValue = z.string().regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/)
const host = z
  .string()
  .max(253)
  .regex(new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`))

const metadata = z.strictObject({
  name: subdomain,
  namespace,
  labels: z.record(qualifiedName, labelValue),
  annotations: z.record(qualifiedName, z.string()).optional(),
})

const path = z
  .strictObject({
    path: z.string().startsWith('/'),
    pathType: z.enum(['Exact', 'Prefix', 'ImplementationSpecific']),
    backend: z.strictObject({
      service: z.strictObject({
        name: serviceName,
        port: z.strictObject({ number: z.number().int().min(1).max(65535) }),
      }),
    }),
  })
  .refine(
    ({ pathType, path: text }) =>
      pathType === 'ImplementationSpecific' || (!/\/\/|\/\.\/|\/\.\.\/|%2f/i.test(text) && !/\/\.\.?$/.test(text)),
    { error: 'an Exact or Prefix path must be clean' },
  )
  // The controller's strict-validate-path-type, on by default since 1.12.
  .refine(({ pathType, path: text }) => pathType === 'ImplementationSpecific' || /^\/[A-Za-z0-9._/-]*$/.test(text), {
    error: 'an Exact or Prefix path holds plain characters alone',
  })

export const ingressSchema = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('Ingress'),
  metadata,
  spec: z.strictObject({
    ingressClassName: subdomain,
    tls: z.array(z.strictObject({ hosts: z.array(host).min(1), secretName: subdomain })).optional(),
    rules: z
      .array(z.strictObject({ host: host.optional(), http: z.strictObject({ paths: z.array(path).min(1) }) }))
      .min(1),
  }),
})

export const configMapSchema = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata,
  data: z.record(z.string().regex(/^[-._a-zA-Z0-9]+$/), z.string()),
})

/** What the controller takes in an annotation: its validators, which refuse the whole Ingress since 1.12 (internal/ingress/annotations). */
export const annotationValidators: Record<string, RegExp> = {
  'ssl-redirect': /^(true|false)$/,
  'force-ssl-redirect': /^(true|false)$/,
  'ssl-passthrough': /^(true|false)$/,
  'use-regex': /^(true|false)$/,
  'rewrite-target': /^\/?[-._~a-zA-Z0-9/:$]*$/,
  'whitelist-source-range': /^[0-9a-f:.,/]+$/i,
  'denylist-source-range': /^[0-9a-f:.,/]+$/i,
  'auth-tls-secret': /^[-._~a-zA-Z0-9/:]*$/,
  'auth-tls-verify-client': /^(on|off|optional|optional_no_ca)$/,
  'auth-tls-verify-depth': /^\d+$/,
  'proxy-connect-timeout': /^\d+$/,
  'proxy-read-timeout': /^\d+$/,
  'proxy-send-timeout': /^\d+$/,
  'backend-protocol': /^(HTTP|HTTPS|AUTO_HTTP|GRPC|GRPCS|FCGI)$/,
  'proxy-ssl-secret': /^[-._~a-zA-Z0-9/:]*$/,
  'proxy-ssl-protocols': /^(TLSv1\.2|TLSv1\.3| )*$/,
  'proxy-ssl-verify': /^(on|off)$/,
  'proxy-ssl-verify-depth': /^\d+$/,
  'proxy-ssl-name': /^[-._~a-zA-Z0-9/:^$[\](){}*+?|&=\\]*$/,
  'proxy-ssl-server-name': /^(on|off)$/,
  'limit-rps': /^\d+$/,
  'limit-rpm': /^\d+$/,
  'limit-burst-multiplier': /^\d+$/,
  'load-balance': /^(round_robin|ewma)$/,
  'upstream-hash-by': /^[A-Za-z0-9\-_${}]*$/,
  canary: /^true$/,
  'canary-weight': /^\d+$/,
  'canary-weight-total': /^\d+$/,
  'custom-headers': /^[-._~a-zA-Z0-9/:]*$/,
  'enable-modsecurity': /^(true|false)$/,
  'enable-owasp-core-rules': /^(true|false)$/,
}
