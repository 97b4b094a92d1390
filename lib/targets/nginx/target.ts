import type { Plan } from '../../domain-model/plan'
import type { Artifact, EmitOptions, Target, TargetOutput } from '../target'
import { capabilities } from './capabilities'
import { commands } from './commands'
import { lower } from './lower'
import { nativeCheck } from './native-check'
import { print } from './print'

/** NGINX Open Source with its stream module: the stream side routes by SNI, the http side ends TLS. */
export const nginx: Target = {
  id: 'nginx',
  title: 'NGINX',
  summary: 'NGINX Open Source: the stream module routes by SNI, the http module ends TLS behind it.',
  family: 'proxy',
  versions: ['1.18', '1.22', '1.24', '1.26', '1.28', '1.31'],
  defaultVersion: '1.22',
  capabilities,
  extraPlaces: {
    main: 'the top of nginx.conf',
    events: 'the events block',
    stream: 'the stream block, before its servers',
    http: 'the http block, before its servers',
    'server/<route>': 'the server blocks of a terminated route',
  },
  emit,
  commands,
  nativeCheck,
}

function emit(plan: Plan, options: EmitOptions): TargetOutput {
  const { files, losses } = lower(plan, options)
  const artifacts = [...files].map(([path, tree]): Artifact => ({ path, language: 'nginx', ...print(tree) }))
  return { artifacts, losses }
}
