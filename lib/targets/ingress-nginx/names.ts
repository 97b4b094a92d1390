import type { Loss } from '../../diagnostics/loss'
import type { JsonPointer } from '../../domain-model/json-pointer'

const subdomain = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** A Kubernetes object name (RFC 1123 subdomain) as near to `name` as the grammar allows. */
export function objectNameOf(name: string): string {
  if (name.length <= 200 && subdomain.test(name)) return name
  const folded = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')
  return folded || 'unnamed'
}

/** A name with something at its end, its last label kept within 63 characters. */
export function suffixed(name: string, suffix: string): string {
  const start = name.lastIndexOf('.') + 1
  const last = name.slice(start, start + 63 - suffix.length).replace(/-+$/, '')
  return `${name.slice(0, start)}${last}${suffix}`
}

/** A label value: at most 63 letters, digits, dots, dashes and underscores. */
export function labelValueOf(name: string): string {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(name) ? name : objectNameOf(name).slice(0, 63)
}

/** Hands out object names, each once, and reports those that differ from the plan's. */
export class NameBook {
  private readonly taken = new Set<string>()

  constructor(private readonly losses: Loss[]) {}

  claim(name: string, path: JsonPointer): string {
    const wanted = objectNameOf(name)
    const given = this.next(wanted)
    if (given !== name)
      this.losses.push({
        path,
        feature: 'name',
        reason: `Kubernetes object names are lower-case letters, digits, dashes and dots, each used once: this one is called ${given}.`,
        fix: given === wanted ? `Call it ${given} in the plan as well.` : 'Give each route a name of its own.',
      })
    return given
  }

  /** A name that the plan does not know, such as that of a second Ingress for one route: no loss. */
  derive(name: string, suffix: string): string {
    return this.next(suffixed(objectNameOf(name), suffix))
  }

  private next(wanted: string): string {
    let given = wanted
    for (let count = 2; this.taken.has(given); count++) given = suffixed(wanted, `-${count}`)
    this.taken.add(given)
    return given
  }
}
