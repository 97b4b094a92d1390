import type { Plan } from '../../domain-model/plan'
import type { EmitOptions, Target, TargetCommands, TargetOutput } from '../target'
import { capabilities } from './capabilities'
import { defaultDirectory } from './edge'
import { extraPlaces } from './extras'
import { lower } from './lower'
import { printConfig, printList } from './print'
import { defaultVersion, versions } from './version-facts'

export const haproxy: Target = {
  id: 'haproxy',
  title: 'HAProxy',
  summary:
    'HAProxy on a machine of your own: SNI routing on one port, and an inner hop for the names whose TLS ends there.',
  family: 'proxy',
  versions,
  defaultVersion,
  capabilities,
  extraPlaces,
  emit,
  commands,
}

function emit(plan: Plan, options: EmitOptions): TargetOutput {
  const { config, files, losses } = lower(plan, options)
  return { artifacts: [printConfig(config, 'haproxy.cfg'), ...files.map(printList)], losses }
}

function commands(plan: Plan, options: EmitOptions): TargetCommands {
  const home = options.directory ?? defaultDirectory
  const listener = plan.listeners.find(({ protocol }) => protocol === 'tls')
  const host =
    plan.routes.flatMap(({ hosts }) => hosts).find((name) => name !== '*' && !name.startsWith('*.')) ??
    'www.example.com'
  return {
    check: ['haproxy -c -dW -f {dir}/haproxy.cfg'],
    apply: [`cp -a ${home} ${home}.before`, `cp -r {dir}/. ${home}/`, `haproxy -c -dW -f ${home}/haproxy.cfg`],
    reload: ['systemctl reload haproxy'],
    verify: [
      `openssl s_client -connect 127.0.0.1:${listener?.port ?? 443} -servername ${host} </dev/null | openssl x509 -noout -subject -issuer`,
    ],
    rollback: [`rm -rf ${home} && mv ${home}.before ${home}`, 'systemctl reload haproxy'],
  }
}
