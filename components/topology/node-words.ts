import type { Mode } from '@/lib/domain-model/route'
import { modeWords } from '../modes/mode-sign'
import { countWords } from './finding-counts'
import type { TopologyNode } from './topology'

const kinds: Record<TopologyNode['kind'], string> = {
  clients: '',
  listener: 'Listener ',
  switch: '',
  route: 'route ',
  group: 'group ',
  'plain-http': 'Plain HTTP: ',
  upstream: 'Upstream ',
  upstreams: '',
}

const tls: Record<Mode, string> = {
  terminate: 'TLS ends here, clear from here on',
  passthrough: 'TLS runs through',
  reencrypt: 'TLS ends here and starts again',
}

const namedMax = 6

/** One node in words: what it is, what it says, where it leads, what is wrong with it. */
export function describeNode(node: Omit<TopologyNode, 'name'>, goesTo: readonly string[]): string {
  const { kind, title, lines, mode, proxy, counts, isMissing } = node
  const to = [...new Set(goesTo)]
  const leads =
    to.length === 0
      ? ''
      : `goes to ${to.slice(0, namedMax).join(', ')}${to.length > namedMax ? ` and ${to.length - namedMax} more` : ''}`
  return [
    `${mode ? `${modeWords[mode].title} ` : ''}${kinds[kind]}${title}`,
    ...lines.map(({ text }) => text),
    mode ? tls[mode] : '',
    kind === 'route' && isMissing ? 'no TLS listener leads here' : '',
    proxy ? `${proxy} protocol on the way in` : '',
    leads,
    countWords(counts),
  ]
    .filter(Boolean)
    .join('; ')
}
