import type { HeaderRules } from '../../domain-model/http-header'
import type { JsonPointer } from '../../domain-model/json-pointer'
import type { HttpRoute } from '../../domain-model/route'

export interface HeaderPlace {
  rules: HeaderRules
  path: JsonPointer
  direction: 'request' | 'response'
}

/** Every place of a route that changes headers: its own rules and those of its paths. */
export function headerPlaces(route: HttpRoute, index: number): HeaderPlace[] {
  const places: HeaderPlace[] = []
  collect(route, `/routes/${index}`, places)
  for (const [path, rule] of route.paths.entries()) collect(rule, `/routes/${index}/paths/${path}`, places)
  return places
}

type Holder = Pick<HttpRoute, 'requestHeaders' | 'responseHeaders'>

function collect({ requestHeaders, responseHeaders }: Holder, at: JsonPointer, places: HeaderPlace[]): void {
  if (requestHeaders) places.push({ rules: requestHeaders, path: `${at}/requestHeaders`, direction: 'request' })
  if (responseHeaders) places.push({ rules: responseHeaders, path: `${at}/responseHeaders`, direction: 'response' })
}
