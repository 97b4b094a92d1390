import { z } from 'zod'

/**
 * The grammar of every name in a plan. It is narrow on purpose: such a name needs no quoting in haproxy.cfg, nginx.conf
 * or YAML, so it can never become syntax. Kubernetes wants lower case on top; the rule `unportable-name` says so.
 */
export const namePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/

export const nameSchema = z
  .string()
  .regex(namePattern, {
    error: 'a name is 1 to 63 letters, digits, dots, dashes or underscores, and starts and ends with a letter or digit',
  })
  .describe('A name, unique among its kind: letters, digits, dots, dashes and underscores.')

/** A reference to something named elsewhere in the plan. */
export const referenceSchema = nameSchema.describe('The name of something defined elsewhere in this plan.')

/** A Kubernetes object name (RFC 1123 subdomain). */
const objectName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

export const objectNameSchema = z
  .string()
  .max(253)
  .regex(objectName, { error: 'a Kubernetes object name holds lower-case letters, digits, dashes and dots' })

export const namespaceSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
    error: 'a namespace holds at most 63 lower-case letters, digits and dashes',
  })
  .describe('A Kubernetes namespace.')

/** A path on the machine that runs the edge. The grammar keeps spaces and quotes out: crt-list and map files cannot quote. */
export const filePathSchema = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9._/+@-]+$/, {
    error:
      'a file path holds letters, digits and . _ / + @ - only: certificate lists and map files cannot quote anything else',
  })
  .refine((path) => !path.split('/').includes('..'), { error: 'a file path must not climb with ..' })
