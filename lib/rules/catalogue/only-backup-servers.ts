import { defineRule } from '../define-rule'

export const onlyBackupServers = defineRule({
  id: 'only-backup-servers',
  severity: 'error',
  summary: 'Every server of an upstream is a backup, and there is nothing to back up.',
  why: 'NGINX refuses to start ("no servers are inside upstream"), since backups do not count. HAProxy uses one backup at a time, so a pool of them does not share its load.',
  fix: 'Make at least one server a regular one.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    'https://docs.haproxy.org/2.8/configuration.html',
  ],
  bad: [
    {
      title: 'A backup of nothing',
      yaml: 'upstreams:\n  - { name: app, servers: [{ host: 10.0.1.10, port: 8080, backup: true }] }\n',
    },
  ],
  good: [
    {
      title: 'One serves, one waits',
      yaml: 'upstreams:\n  - { name: app, servers: [{ host: 10.0.1.10, port: 8080 }, { host: 10.0.1.11, port: 8080, backup: true }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, servers }] of plan.upstreams.entries()) {
      if (servers.length === 0 || servers.some(({ backup }) => !backup)) continue
      report({
        path: `/upstreams/${index}/servers`,
        message: `All servers of upstream ${name} are backups; NGINX does not start so, and HAProxy uses one at a time.`,
        ...(servers.length === 1
          ? { patch: [{ op: 'remove' as const, path: `/upstreams/${index}/servers/0/backup` }] }
          : {}),
      })
    }
  },
})
