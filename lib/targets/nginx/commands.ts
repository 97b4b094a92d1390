import type { Plan } from '../../domain-model/plan'
import { terminatesTls } from '../../domain-model/route'
import type { EmitOptions, TargetCommands } from '../target'
import { plainName } from './tame'

/** What a person types to take the files live on a Debian or Ubuntu machine, and back. */
export function commands(plan: Plan, options: EmitOptions): TargetCommands {
  const directory = options.directory ?? '/etc/nginx'
  const runtime = options.runtimeDirectory ?? '/run/nginx-edge'
  return {
    check: [
      'apt-get install -y nginx libnginx-mod-stream',
      `install -d ${directory}/maps`,
      'nginx -t -c {dir}/nginx.conf',
    ],
    apply: [
      `cp -a ${directory} ${directory}.before`,
      // NGINX makes its sockets for everybody (mode 0666): only a folder of the worker user's own keeps others from forging an address.
      `printf 'd ${runtime} 0700 www-data www-data -\\n' > /etc/tmpfiles.d/nginx-edge.conf`,
      'systemd-tmpfiles --create /etc/tmpfiles.d/nginx-edge.conf',
      `cp -r {dir}/. ${directory}/`,
      `nginx -t -c ${directory}/nginx.conf`,
      'systemctl restart nginx',
    ],
    reload: [`nginx -t -c ${directory}/nginx.conf`, 'systemctl reload nginx'],
    verify: plan.routes
      .slice(0, 8)
      .flatMap((route) => verification(plan, route.hosts[0], route.listener, terminatesTls(route))),
    rollback: [
      `rm -rf ${directory}`,
      `mv ${directory}.before ${directory}`,
      `nginx -t -c ${directory}/nginx.conf`,
      'systemctl restart nginx',
    ],
  }
}

function verification(plan: Plan, pattern: string | undefined, listenerName: string, isTerminated: boolean): string[] {
  const listener = plan.listeners.find((candidate) => candidate.name === listenerName)
  if (!listener || pattern === undefined) return []
  const host = plainName(pattern === '*' ? 'any.example.com' : pattern.replace(/^\*/, 'any'))
  const address = listener.address ?? '127.0.0.1'
  const target = `${address.includes(':') ? `[${address}]` : address}:${listener.port}`
  return [
    `openssl s_client -connect ${target} -servername ${host} </dev/null | openssl x509 -noout -subject`,
    ...(isTerminated
      ? [`curl -sk --connect-to ::${target} -o /dev/null -w '%{http_code}\\n' https://${host}:${listener.port}/`]
      : []),
  ]
}
