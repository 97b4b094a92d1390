import { financeSaas } from './finance-saas'
import { manyTenants } from './many-tenants'
import { passthroughPool } from './passthrough-pool'
import { reencrypt } from './reencrypt'
import { wildcardException } from './wildcard-exception'

export interface PlanExample {
  id: string
  title: string
  summary: string
  /** The YAML document. */
  text(): string
}

/** The example plans that the studio and the command line offer and the tests use. */
export const planExamples: readonly PlanExample[] = [
  {
    id: 'finance-saas',
    title: 'Hybrid SaaS',
    summary: 'A public API terminated at the edge, payments passed through to mutual TLS, on one port.',
    text: () => financeSaas,
  },
  {
    id: 'passthrough-pool',
    title: 'Passthrough pool',
    summary: 'The classic tutorial: TLS untouched, round-robin over three servers on 443.',
    text: () => passthroughPool,
  },
  {
    id: 'wildcard-exception',
    title: 'Wildcard with an exception',
    summary: 'One wildcard terminated, one exact name below it passed through.',
    text: () => wildcardException,
  },
  {
    id: 'reencrypt',
    title: 'Re-encrypt',
    summary: 'Paths and client certificates at the edge, checked TLS again to the backend.',
    text: () => reencrypt,
  },
  {
    id: 'many-tenants',
    title: 'Many tenants',
    summary: 'Fifty tenants, generated: most terminated, every fifth passed through.',
    text: () => manyTenants(50),
  },
]

export function findExample(id: string): PlanExample | undefined {
  return planExamples.find((example) => example.id === id)
}
