import { expect, test } from 'vitest'
import { readOutput } from './check-output'
import { nativeCheck } from './native-check'

const main = {
  path: 'haproxy.cfg',
  text: [
    'defaults',
    '    mode tcp',
    '',
    'frontend f',
    '    bind :443',
    '',
    'backend b',
    '    server s1 a:1',
    '    server s2 b:1',
    '',
  ].join('\n'),
}
const map = { path: 'maps/https.hosts.map', text: 'a b\n' }
const read = (...rows: string[]) => readOutput(rows.join('\n'), [main, map])

test.each([
  // 2.6
  [
    "[ALERT]    (26239) : config : parsing [{dir}/haproxy.cfg:2] : unknown keyword 'x' in 'defaults' section",
    'error',
    2,
    true,
  ],
  [
    "[ALERT]    (1) : config : parsing [{dir}/haproxy.cfg:5] : 'bind :443' in section 'frontend' : unable to stat SSL certificate from file '/nope.pem' : No such file or directory.",
    'error',
    5,
    false,
  ],
  [
    "[WARNING]  (1) : config : parsing [{dir}/haproxy.cfg:5] : a 'tcp-request' rule placed after a 'use_backend' rule will still be processed before.",
    'warning',
    5,
    false,
  ],
  ["[ALERT]    (1) : config : Proxy 'f': unable to find required default_backend: 'x'.", 'error', 4, false],
  [
    "[ALERT]    (1) : config : [{dir}/haproxy.cfg:9] : 'server b/s2' : verify is enabled by default but no CA file specified.",
    'error',
    9,
    false,
  ],
  [
    "[WARNING]  (1) : config : Proxy 'f': L6 sample fetches ignored on HTTP proxies (declared at {dir}/haproxy.cfg:5).",
    'warning',
    5,
    false,
  ],
  ["[WARNING]  (1) : config : missing timeouts for backend 'b'.", 'warning', 7, false],
  ["[ALERT]    (1) : config : 'server b/s2' : could not resolve address 'b'.", 'error', 9, false],
  // 2.4 dates its lines, 3.x leaves "config" out.
  ['[ALERT] 324/101500 (1) : config : Parsing [{dir}/haproxy.cfg:8]: unknown option', 'error', 8, true],
  ["[ALERT]    (1) : [{dir}/haproxy.cfg:8] : 'server b/s1' : no such thing", 'error', 8, false],
  ['[ALERT]    (1) : something without a place', 'error', null, false],
])('%s', (row, severity, line, isUnknownWord) => {
  expect(read(row)).toEqual([expect.objectContaining({ severity, file: 'haproxy.cfg', line, isUnknownWord })])
  expect(read(row)[0]?.message).not.toMatch(/^parsing|\{dir\}\/haproxy.cfg:\d+\] :/)
})

test('lines without a prefix go on with the message before, and summaries are none', () => {
  const found = read(
    '[NOTICE]   (1) : haproxy version is 2.6.12',
    "[WARNING]  (1) : config : missing timeouts for frontend 'f'.",
    '   | While not properly invalid, you will certainly encounter various problems',
    '   | with such a configuration.',
    '[ALERT]    (1) : config : Error(s) found in configuration file : haproxy.cfg',
    '[ALERT]    (1) : config : Fatal errors found in configuration.',
    'Warnings were found.',
    'Configuration file is valid',
  )
  expect(found).toHaveLength(1)
  expect(found[0]?.message).toBe(
    "missing timeouts for frontend 'f'. While not properly invalid, you will certainly encounter various problems with such a configuration.",
  )
})

test('a file beside the main one is found by its path', () => {
  expect(read('[ALERT]    (1) : config : parsing [{dir}/maps/https.hosts.map:1] : no value')).toMatchObject([
    { file: 'maps/https.hosts.map', line: 1 },
  ])
})

test('nothing to listen on is an error', () => {
  expect(read('Configuration file has no error but will not start (no listener) => exit(2).')).toMatchObject([
    { severity: 'error', line: null },
  ])
})

test.each([
  [['maxconn 20000', '# a note'], true],
  [["http-request set-header X-Note 'quoted'  if { always_true }"], true],
  [['timeout server 1h', 'option redispatch'], true],
  [['http-request deny if { path_beg /admin }'], true],
  [['lua-load /etc/passwd'], false],
  [['tune.lua.forced-yield 10'], false],
  [['http-request deny if { src -f /etc/shadow }'], false],
  [['use_backend %[path,map(/etc/passwd)]'], false],
  [['http-request set-header X %[env(HOME)]'], false],
  [['http-request set-header X "$HOME"'], false],
  [['.notice "$PATH"'], false],
  [['errorfile 503 /etc/passwd'], false],
  [['maxconn 1 \\', 'lua-load /x'], false],
  [['stats socket /tmp/x'], false],
  [['timeout server 1s \\'], false],
  [['"lua-load" /x'], false],
  [['chroot /tmp', 'maxconn 1'], false],
])('own lines %j may run: %s', (lines, may) => {
  expect(nativeCheck.mayRun(lines)).toBe(may)
})
