import { terminatesTls } from '../../domain-model/route'
import type { Report } from '../define-rule'
import type { Claim, PlanFacts } from '../facts'

/** A name that a later route claims although an earlier one has it. `again` are the later route's own repetitions. */
export interface Collision {
  winner: Claim
  loser: Claim
  again: Claim[]
}

/** Every later route that claims a name which an earlier route of the listener has. The first claim wins, as in match-route. */
export function collisions(facts: PlanFacts): Collision[] {
  return facts.contested.flatMap((claims) => {
    const [winner] = claims
    const losers = new Map<number, Claim[]>()
    for (const claim of claims)
      if (claim.index !== winner?.index) losers.set(claim.index, [...(losers.get(claim.index) ?? []), claim])
    return [...losers.values()].flatMap(([loser, ...again]) => (winner && loser ? [{ winner, loser, again }] : []))
  })
}

/**
 * The fix that loses least. A route whose certificate speaks for another free name gets that name: nothing is lost. Else the later route
 * gives the name up, which takes nothing away that works: the earlier one has it anyway. A route without a name left is removed, unless
 * its listener needs it for unmatched names.
 */
export function collisionFix({ winner, loser, again }: Collision, facts: PlanFacts): Pick<Report, 'fix' | 'patch'> {
  for (const claim of [loser, winner]) {
    const free = freeNameOf(claim, facts)
    if (free === null || (claim === loser && again.length > 0)) continue
    return {
      fix: `Give route ${claim.route.name} the name ${free}: its certificate is for that one and not for ${claim.host}. Or decide which of the two routes keeps ${claim.host}.`,
      patch: [{ op: 'replace', path: claim.path, value: free }],
    }
  }
  const { route, index, host } = loser
  const rest = route.hosts.length - 1 - again.length
  const decide = `Decide which route keeps ${host} and give the other one a name of its own.`
  if (rest > 0)
    return {
      fix: `${decide} The proposed change takes it from ${route.name}, which never answers for it and keeps ${rest} other ${rest === 1 ? 'name' : 'names'}.`,
      patch: [...again, loser].sort((a, b) => place(b) - place(a)).map(({ path }) => ({ op: 'remove', path })),
    }
  if (facts.referencesTo('route', route.name).length > 0) return { fix: decide }
  return {
    fix: `${decide} The proposed change removes route ${route.name}: ${host} is its only name, and the earlier route ${winner.route.name} answers for that.`,
    patch: [{ op: 'remove', path: `/routes/${index}` }],
  }
}

const place = (claim: Claim) => Number(claim.path.slice(claim.path.lastIndexOf('/') + 1))

/** The one exact name in the route's certificate that nobody has, when the certificate does not speak for the contested one. */
function freeNameOf({ route, host }: Claim, facts: PlanFacts): string | null {
  if (!terminatesTls(route) || facts.certificateCovers(route.certificate, host)) return null
  const taken = facts.tables.get(route.listener)?.exact
  const names = facts.certificates.get(route.certificate)?.value.hosts ?? []
  const free = new Set(names.filter((name) => !name.startsWith('*') && !taken?.has(name)))
  const [only] = free
  return free.size === 1 && only !== undefined ? only : null
}
