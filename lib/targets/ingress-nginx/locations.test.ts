import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compilePlan } from '../../domain-model/compile-plan'
import { matchRoute } from '../../domain-model/match-route'
import { planSchema } from '../../domain-model/plan'
import type { PathRule } from '../../domain-model/route'
import { lowerPaths } from './locations'

const rules = (...paths: object[]) =>
  planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'paths',
    listeners: [{ name: 'https', port: 443, protocol: 'tls' }],
    upstreams: [{ name: 'up', servers: [{ host: '10.0.0.1', port: 80 }] }],
    routes: [
      {
        name: 'r',
        listener: 'https',
        hosts: ['a.example.com'],
        mode: 'terminate',
        certificate: 'c',
        paths: paths.map((path) => ({ upstream: 'up', ...path })),
      },
    ],
  })

const pathsOf = (plan: ReturnType<typeof rules>) => (plan.routes[0] as { paths: PathRule[] }).paths

const mixed = rules(
  { path: '/' },
  { path: '/v1', rewrite: { prefix: '/' } },
  { path: '/v1/items', rewrite: { prefix: '/internal/x' } },
  { path: '/v1/a', match: 'exact', rewrite: { path: '/whole' } },
  { path: '/Case', match: 'exact' },
  { path: "/it's(a),path;x=1" },
  { path: '/caf%C3%A9', match: 'exact' },
  { path: '/$cash&co@x' },
)

const expressions = rules(
  { path: '/items/[0-9]{1,3}', match: 'regex' },
  { path: '/items/[0-9a-z]+(?:/detail)?', match: 'regex', rewrite: { path: '/detail' } },
  { path: '/(?:en|de)/.*|/fr/[a-z"#;]+', match: 'regex' },
  { path: '/?', match: 'regex' },
  { path: '/items/7', match: 'exact' },
  { path: '/items/special' },
)

/** NGINX decodes every escape before it compares, the plan only what needs none: the verdict of path.normalized says so. */
const pinned: Record<string, string> = { '/fr/%22%23;': '2 /fr/"#;' }

describe('lowerPaths', () => {
  it('keeps plain paths plain', () => {
    const { regex, locations } = lowerPaths(
      pathsOf(rules({ path: '/v1/' }, { path: '/v1', match: 'exact' }, { path: '/v1' })),
    )
    expect(regex).toBe(false)
    expect(locations.map(({ path, pathType }) => [path, pathType])).toEqual([
      ['/v1', 'Prefix'],
      ['/v1', 'Exact'],
    ])
  })

  it('leaves out a rewrite that the controller would refuse', () => {
    expect(lowerPaths(pathsOf(rules({ path: '/a', rewrite: { path: '/b;c' } }, { path: '/x' }))).unwritable).toEqual([
      0,
    ])
  })

  it('begins every path with the slash that the API server wants', () => {
    for (const plan of [mixed, expressions])
      for (const { path } of lowerPaths(pathsOf(plan)).locations) expect(path).toMatch(/^\/[\x21\x23-\x7e]*$/)
  })

  // As the controller writes them: location ~* "^path", longest first, rewrite "(?i)path" target break.
  it.skipIf(!hasNginx()).each([
    ['rewrites and odd characters', mixed],
    ['regular expressions', expressions],
  ])(
    'decides in a real NGINX as match-route does: %s',
    (_, plan) => {
      const { locations } = lowerPaths(pathsOf(plan))
      const compiled = compilePlan(plan)
      const targets = [
        '/',
        '/v1',
        '/v1/',
        '/V1/x',
        '/v1/x',
        '/v12',
        '/v1/a',
        '/v1/a/',
        '/v1/A',
        '/v1/items',
        '/v1/items/7',
        '/v1/itemsx',
        '/Case',
        '/case',
        "/it's(a),path;x=1",
        "/it's(a),path;x=1/y",
        '/caf%C3%A9',
        '/cafe',
        '/$cash&co@x/1',
        '/items/7',
        '/items/12',
        '/items/1234',
        '/items/abc',
        '/items/abc/detail',
        '/items/special',
        '/items/special/x',
        '/items/',
        '/en/',
        '/de/x',
        '/fr/abc',
        '/fr/1',
        '/xx',
      ]
      if (plan === expressions) targets.push(...Object.keys(pinned))
      const seen = askNginx(locations, targets)
      for (const [index, path] of targets.entries()) {
        const decision = matchRoute(compiled, { port: 443, sni: 'a.example.com', path })
        // NGINX hands on decoded paths; it encodes them again on the way to the upstream.
        const expected =
          pinned[path] ??
          (decision.pathIndex === null ? '404' : `${decision.pathIndex} ${decodeURIComponent(decision.path ?? '')}`)
        expect(`${path} → ${seen[index]}`).toBe(`${path} → ${expected}`)
      }
    },
    30_000,
  )
})

function hasNginx(): boolean {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function askNginx(locations: ReturnType<typeof lowerPaths>['locations'], targets: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ingress-paths-'))
  // The workers of a root-owned NGINX run as somebody else.
  chmodSync(folder, 0o755)
  const sorted = [...locations].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : -1))
  const quoted = (text: string) => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
  const blocks = sorted.map(
    ({ path, rule, rewriteTarget }) =>
      `location ~* ${quoted(`^${path}`)} { ${rewriteTarget === null ? '' : `rewrite ${quoted(`(?i)${path}`)} ${rewriteTarget} break; `}return_marker ${rule}; }`,
  )
  // `return` runs before a `break` rewrite shows in $uri, so the path is handed to a second server that echoes it.
  const config = `daemon on; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { access_log off; merge_slashes on;
 client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
 server { listen unix:${folder}/echo; location / { return 200 "$http_x_rule $uri"; } }
 server { listen unix:${folder}/edge; ${blocks.join('\n').replace(/return_marker (\d+);/g, `proxy_set_header X-Rule $1; proxy_pass http://unix:${folder}/echo;`)}
  location / { return 404 "404"; } } }`
  writeFileSync(join(folder, 'nginx.conf'), config)
  execFileSync('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'pipe' })
  try {
    return targets.map((target) =>
      execFileSync(
        'curl',
        ['-s', '--path-as-is', '--globoff', '--unix-socket', join(folder, 'edge'), `http://a.example.com${target}`],
        { encoding: 'utf8' },
      ),
    )
  } finally {
    execFileSync('nginx', ['-c', join(folder, 'nginx.conf'), '-s', 'quit'], { stdio: 'pipe' })
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
