import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Mode } from '@/lib/domain-model/route'
import type { AnyCommand } from '../../commands/command'
import { type ThingKind, thingKinds, thingsOf, thingWords } from '../edits/things'

/** Without a query a few routes show the way; the others are found by name or host. */
const routesShown = 5
const noteHostsMax = 2

/** A way to every named thing of the document, in one pass. */
export function thingCommands(data: unknown, goTo: (pointer: JsonPointer) => void): AnyCommand[] {
  // Routes first: they are what is looked for.
  const kinds: ThingKind[] = ['routes', ...thingKinds.filter((kind) => kind !== 'routes')]
  return kinds.flatMap((kind) =>
    thingsOf(data, kind).map((thing, index): AnyCommand => {
      const hosts = Array.isArray(thing.hosts) ? thing.hosts.map(String) : []
      const mode = modes.find((one) => one === thing.mode)
      const more = hosts.length > noteHostsMax ? ` and ${hosts.length - noteHostsMax} more` : ''
      return {
        id: `go ${kind} ${index}`,
        group: 'Go to',
        title: String(thing.name ?? index + 1),
        note: [thingWords[kind].one, `${hosts.slice(0, noteHostsMax).join(', ')}${more}`].filter(Boolean).join(' · '),
        words: hosts.slice(noteHostsMax).join(' '),
        ...(mode ? { mode } : {}),
        isRare: kind !== 'routes' || index >= routesShown,
        run: () => goTo(`/${kind}/${index}`),
      }
    }),
  )
}

const modes: readonly Mode[] = ['terminate', 'passthrough', 'reencrypt']
