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
  const collect = (holder: Pick<HttpRoute, 'requestHeaders' | 'responseHeaders'>, at: JsonPointer) => {
    if (holder.requestHeaders)
      places.push({ rules: holder.requestHeaders, path: `${at}/requestHeaders`, direction: 'request' })
    if (holder.responseHeaders)
      places.push({ rules: holder.responseHeaders, path: `${at}/responseHeaders`, direction: 'response' })
  }
  collect(route, `/routes/${index}`)
  for (const [path, rule] of route.paths.entries()) collect(rule, `/routes/${index}/paths/${path}`)
  return places
}
