import { toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { thingsOf } from '../edits/things'
import { fieldFacts } from '../inspector/field-facts'
import { type BulkField, bulkRoutes } from './bulk-edits'

export interface BulkChoice {
  /** Empty takes the field out. */
  value: string
  title: string
  note: string
  blockedBecause: string | null
}

/** What a field of several routes may become. A choice that one of them cannot have is there, with the reason. */
export function bulkChoices(data: unknown, indexes: readonly number[], field: BulkField): BulkChoice[] {
  if (field === 'upstream')
    return thingsOf(data, 'upstreams').map(({ name, servers, service }) => ({
      value: String(name),
      title: String(name),
      note: Array.isArray(servers) ? serverWords(servers) : service ? 'a Kubernetes service' : '',
      blockedBecause: null,
    }))
  if (field === 'listener')
    return thingsOf(data, 'listeners').map(({ name, port, protocol }) => ({
      value: String(name),
      title: String(name),
      note: `:${port} ${protocol}`,
      blockedBecause:
        protocol === 'http'
          ? 'It speaks plain HTTP: there is no ClientHello, so no route can be chosen by name.'
          : null,
    }))
  const routes = bulkRoutes(data, indexes).map((route) => {
    const facts = fieldFacts(toPointer(['routes', route.index, 'plainHttp']), data)
    return { ...route, choices: facts.choices ?? [], mode: valueAt(data, `/routes/${route.index}/mode`) }
  })
  const all = [...new Set(routes.flatMap(({ choices }) => choices))]
  return [
    // Every mode's own order is the schema's; what a passthrough route lacks stands where the others have it.
    ...all.map((choice) => {
      const without = routes.filter(({ choices }) => !choices.includes(choice))
      return {
        value: choice,
        title: choice,
        note: plainHttpWords[choice] ?? '',
        blockedBecause:
          without.length > 0
            ? reasonFor(
                choice,
                without.map(({ name }) => name),
              )
            : null,
      }
    }),
    { value: '', title: 'not set', note: 'Undecided: a finding will say so.', blockedBecause: null },
  ]
}

const plainHttpWords: Record<string, string> = {
  redirect: 'to HTTPS',
  serve: 'the same paths',
  forward: 'to the upstream',
  'acme-only': 'only ACME challenges',
  closed: 'nothing answers',
}

function reasonFor(choice: string, names: readonly string[]): string {
  const who = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  return choice === 'serve'
    ? `Not for ${who}: a passthrough route has no paths to serve.`
    : `The mode of ${who} does not allow it.`
}

const serverWords = (servers: readonly unknown[]) =>
  servers
    .slice(0, 2)
    .map((server) => `${valueAt(server, '/host')}:${valueAt(server, '/port')}`)
    .join(', ') + (servers.length > 2 ? ` and ${servers.length - 2} more` : '')
