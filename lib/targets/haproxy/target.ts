import type { Plan } from '../../domain-model/plan'
import { plainPlan } from '../shared/plain-plan'
import type { EmitOptions, Target, TargetCommands, TargetOutput } from '../target'
import { capabilities } from './capabilities'
import { defaultDirectory } from './edge'
import { extraPlaces } from './extras'
import { lower } from './lower'
import { nativeCheck } from './native-check'
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
  nativeCheck,
}

function emit(plan: Plan, options: EmitOptions): TargetOutput {
  const { config, files, losses } = lower(plan, options)
  return { artifacts: [printConfig(config, 'haproxy.cfg'), ...files.map(printList)], losses }
}

function commands(unchecked: Plan, options: EmitOptions): TargetCommands {
  const { plan } = plainPlan(unchecked)
  const home = options.directory ?? defaultDirectory
  const port = plan.listeners.find(({ protocol }) => protocol === 'tls')?.port ?? 443
  const host = plan.routes.flatMap(({ hosts }) => hosts).find((name) => !name.startsWith('*')) ?? 'www.example.com'
  return {
    // The lines name maps and lists by the path they will have; the check reads those that are about to be installed.
    check: [
      `sed 's#${home}/maps/#{dir}/maps/#g; s#${home}/crt/#{dir}/crt/#g' {dir}/haproxy.cfg | haproxy -c -dW -f /dev/stdin`,
    ],
    apply: [
      `rm -rf ${home}.before && cp -a ${home} ${home}.before`,
      `cp -r {dir}/. ${home}/`,
      `haproxy -c -dW -f ${home}/haproxy.cfg`,
    ],
    reload: ['systemctl reload haproxy'],
    verify: [
      `openssl s_client -connect 127.0.0.1:${port} -servername ${host} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer`,
    ],
    rollback: [`rm -rf ${home} && mv ${home}.before ${home}`, 'systemctl reload haproxy'],
  }
}
