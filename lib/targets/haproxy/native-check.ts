import type { CheckStage, NativeCheck } from '../native-check'
import { readOutput } from './check-output'
import { customaryPemFolder, defaultDirectory } from './edge'

/** `haproxy -c` reads everything that a start would read, and binds nothing. */
export const nativeCheck: NativeCheck = {
  program: 'haproxy',
  title: 'haproxy -c',
  packages: ['haproxy'],
  version: { arguments: ['-v'], pattern: /version (\d+\.\d+(?:\.\d+)?)/ },
  arguments: (main) => ['-c', '-f', main],
  localizer,
  mayRun,
  readOutput,
}

function localizer({ directory, pem }: CheckStage) {
  const customary = new RegExp(`${customaryPemFolder}/[A-Za-z0-9._/+@-]+`, 'g')
  return (line: string) =>
    line
      .replaceAll(`${defaultDirectory}/`, `${directory}/`)
      // What no certificate of the plan stands for: a reference that leads nowhere, the trust store of a machine that has none.
      .replace(customary, pem)
      .replace(/ ca-file @system-ca(?= |$)/, ` ca-file ${pem}`)
      // Whether a server's name is known here says nothing about the edge.
      .replace(/ init-addr last,libc,none(?= |$)/, ' init-addr none')
}

/**
 * First words that can neither read a file nor run code while the configuration is read. What is not here may be harmless, too: then it
 * is left out of the check and said so.
 */
const harmless = new Set(
  [
    'acl backlog balance capture compression cookie default-server description disabled email-alert enabled',
    'filter force-persist fullconn grace hash-balance-factor hash-type http-after-response http-check http-request http-response',
    'http-reuse id ignore-persist log-format log-tag max-keep-alive-queue maxconn maxconnrate maxpipes maxsessrate maxsslconn',
    'maxsslrate maxzlibmem mode monitor-uri nbthread no no-option noevents option persist rate-limit redirect retries retry-on',
    'spread-checks stick stick-table stats tcp-check tcp-request tcp-response timeout unique-id-format unique-id-header',
    'ssl-default-bind-ciphers ssl-default-bind-ciphersuites ssl-default-bind-curves ssl-default-bind-options',
    'ssl-default-server-ciphers ssl-default-server-ciphersuites ssl-default-server-options ssl-server-verify',
  ].flatMap((row) => row.split(' ')),
)
/** Files as patterns and maps, scripts, sockets, what the environment holds, and lines that go on. */
const reachesOut =
  /(?:^|[\s"'])-[fM](?:\s|$)|\bmap(?:_\w+)?\(|\blua|\bfile\b|errorfile|\benv\(|\$|\/\/|socket|\bsend-spoe|\\$|\bca-|\bcrt|\bcrl|external/i

function mayRun(lines: readonly string[]): boolean {
  return lines.every((line) => {
    const [word = ''] = line.trim().split(/\s/, 1)
    return (
      word === '' ||
      word.startsWith('#') ||
      ((harmless.has(word) || word.startsWith('tune.')) && !reachesOut.test(line) && !word.startsWith('tune.lua'))
    )
  })
}
