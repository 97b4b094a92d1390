import { haproxy } from './haproxy/target'
import { ingressNginx } from './ingress-nginx/target'
import { nginx } from './nginx/target'
import type { Target } from './target'

/** THE list. The order is the order of tabs, tables and pages. */
export const targets: readonly Target[] = [haproxy, nginx, ingressNginx]

export function findTarget(id: string): Target | undefined {
  return targets.find((target) => target.id === id)
}
