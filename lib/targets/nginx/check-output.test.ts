import { expect, test } from 'vitest'
import { readOutput } from './check-output'
import { nativeCheck } from './native-check'

const main = {
  path: 'nginx.conf',
  text: [
    'http {',
    '    server {',
    '        listen 203.0.113.7:8443;',
    '        server_name a.example.com;',
    '        ssl_certificate /etc/ssl/a.pem;',
    '    }',
    '    server { server_name a.example.com; }',
    '}',
    '',
  ].join('\n'),
}
const read = (...rows: string[]) => readOutput(rows.join('\n'), [main])

test.each([
  ['nginx: [emerg] unknown directive "bogus" in {dir}/nginx.conf:2', 'error', 2, true],
  ['2026/11/21 10:15:31 [emerg] 26253#26253: unknown directive "bogus" in {dir}/nginx.conf:2', 'error', 2, true],
  [
    '2026/11/21 10:15:31 [emerg] 1#1: cannot load certificate "/etc/ssl/a.pem": BIO_new_file() failed (SSL: error:80000002)',
    'error',
    5,
    false,
  ],
  [
    '2026/11/21 10:15:31 [emerg] 1#1: host not found in upstream "no.such.invalid:1" in {dir}/nginx.conf:6',
    'error',
    6,
    false,
  ],
  [
    '2026/11/21 10:15:31 [emerg] 1#1: bind() to 203.0.113.7:8443 failed (99: Cannot assign requested address)',
    'error',
    3,
    false,
  ],
  [
    '2026/11/21 10:15:31 [warn] 1#1: conflicting server name "a.example.com" on 0.0.0.0:443, ignored',
    'warning',
    7,
    false,
  ],
  ['2026/11/21 10:15:31 [emerg] 1#1: unexpected end of file, expecting "}" in {dir}/nginx.conf:8', 'error', 8, false],
  ['nginx: [emerg] still could not bind()', 'error', null, false],
])('%s', (row, severity, line, isUnknownWord) => {
  expect(read(row)).toEqual([expect.objectContaining({ severity, file: 'nginx.conf', line, isUnknownWord })])
})

test('what it says of the machine, and how it ended, is no message', () => {
  expect(
    read(
      'nginx: [warn] the "user" directive makes sense only if the master process runs with super-user privileges, ignored in {dir}/nginx.conf:1',
      'nginx: configuration file {dir}/nginx.conf test failed',
      'nginx: the configuration file {dir}/nginx.conf syntax is ok',
    ),
  ).toEqual([])
})

test.each([
  [['client_max_body_size 1m;', '# a note'], true],
  [['location = /x {', '  return 204;', '}'], true],
  [['map $host $x { default 1; a.example 2; }'], true],
  [['map $host $x { include /etc/passwd; }'], false],
  [['include /etc/passwd;'], false],
  [['gzip on; include /etc/passwd;'], false],
  [['"include" /etc/passwd;'], false],
  [['load_module /tmp/x.so;'], false],
  [['access_log /tmp/x;'], false],
  [['location /x { error_log /tmp/x; }'], false],
  [["perl_set $x 'sub { 1 }';"], false],
  [['gzip on'], false],
  [['add_header X "'], false],
])('own lines %j may run: %s', (lines, may) => {
  expect(nativeCheck.mayRun(lines)).toBe(may)
})
