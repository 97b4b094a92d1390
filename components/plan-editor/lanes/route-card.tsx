'use client'
import { ArrowRight, FileKey2, Gauge, ListFilter, Network, ShieldCheck, UserCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { pathUpstreams, type Route } from '@/lib/domain-model/route'
import type { Upstream } from '@/lib/domain-model/upstream'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { countSeverities, SeverityCountList } from '../../findings/severity-sign'
import { ModeSign, modeWords } from '../../modes/mode-sign'
import { classNames } from '../../ui/class-names'

interface Props {
  route: Route
  /** The edge certificate; null when the backend shows its own. */
  certificateHolder: string | null
  upstreams: readonly Upstream[]
  findings: readonly LocatedFinding[]
  lossCount: number
  targetTitle: string | null
  isSelected: boolean
  isLit: boolean
  onSelect: () => void
}

const hostsMax = 4
const pathsMax = 4

/** One route at a glance: names, where bytes go, who shows the certificate, what protects it, what is wrong with it. */
export function RouteCard({
  route,
  certificateHolder,
  upstreams,
  findings,
  lossCount,
  targetTitle,
  isSelected,
  isLit,
  onSelect,
}: Props) {
  const isThrough = route.mode === 'passthrough'
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      aria-label={`${modeWords[route.mode].title} route ${route.name}`}
      onClick={onSelect}
      className={classNames(
        'block w-full rounded-sm border-y border-r border-l-4 bg-surface px-2 py-1.5 text-left [contain-intrinsic-size:auto_8rem] [content-visibility:auto] hover:border-y-edge',
        isThrough ? 'border-l-passthrough' : 'border-l-terminate',
        isSelected
          ? isThrough
            ? 'border-y-passthrough border-r-passthrough bg-passthrough-soft'
            : 'border-y-terminate border-r-terminate bg-terminate-soft'
          : 'border-y-line border-r-line',
        route.mode === 'reencrypt' && 'border-r-4 border-r-passthrough',
        isLit && 'ring-2 ring-ink',
      )}
    >
      <span className="flex items-center gap-1.5">
        <ModeSign mode={route.mode} className="h-3.5 w-6" />
        <span className="min-w-0 flex-1 truncate font-semibold">{route.name}</span>
        {isLit && <span className="rounded-sm bg-ink px-1 text-2xs text-invert">taken</span>}
        {findings.length > 0 && <SeverityCountList counts={countSeverities(findings)} />}
      </span>
      <span className="mt-1 block font-mono text-xs">
        {route.hosts.slice(0, hostsMax).map((host) => (
          <span key={host} className="block break-all">
            {host}
          </span>
        ))}
        {route.hosts.length > hostsMax && (
          <span className="block text-muted">and {route.hosts.length - hostsMax} more</span>
        )}
      </span>
      <span className="mt-1 block border-line border-t pt-1 font-mono text-muted text-xs">
        {isThrough ? (
          <Flow from="all bytes" to={route.upstream} upstreams={upstreams} />
        ) : (
          route.paths.slice(0, pathsMax).map((rule) => (
            <Flow
              key={`${rule.match} ${rule.path}`}
              from={rule.match === 'regex' ? `~ ${rule.path}` : rule.match === 'exact' ? `= ${rule.path}` : rule.path}
              to={pathUpstreams(rule)
                .map(({ upstream }) => upstream)
                .join(', ')}
              upstreams={upstreams}
            />
          ))
        )}
        {!isThrough && route.paths.length > pathsMax && (
          <span className="block">and {route.paths.length - pathsMax} more paths</span>
        )}
      </span>
      <span className="mt-1.5 flex flex-wrap gap-1">
        <Badge sign={<FileKey2 aria-hidden />}>
          {certificateHolder === null ? "backend's certificate" : `edge: ${certificateHolder}`}
        </Badge>
        <ProtectionBadges route={route} upstreams={upstreams} />
        {lossCount > 0 && targetTitle && (
          <Badge sign={null}>
            {lossCount} lost in {targetTitle}
          </Badge>
        )}
      </span>
    </button>
  )
}

function ProtectionBadges({ route, upstreams }: { route: Route; upstreams: readonly Upstream[] }) {
  const names =
    route.mode === 'passthrough'
      ? [route.upstream]
      : route.paths.flatMap((rule) => pathUpstreams(rule).map(({ upstream }) => upstream))
  const sendsProxy = upstreams.some(
    ({ name, sendProxyProtocol }) => names.includes(name) && sendProxyProtocol !== 'none',
  )
  const isHttp = route.mode !== 'passthrough'
  return (
    <>
      {isHttp && route.clientAuth && (
        <Badge sign={<UserCheck aria-hidden />}>client cert {route.clientAuth.mode}</Badge>
      )}
      {isHttp && route.rateLimit && (
        <Badge sign={<Gauge aria-hidden />}>
          {route.rateLimit.requests}/{route.rateLimit.per}
        </Badge>
      )}
      {isHttp && route.waf && <Badge sign={<ShieldCheck aria-hidden />}>WAF {route.waf.mode}</Badge>}
      {(route.allow || route.deny) && <Badge sign={<ListFilter aria-hidden />}>address list</Badge>}
      {sendsProxy && <Badge sign={<Network aria-hidden />}>PROXY</Badge>}
      <Badge sign={null}>:80 {route.plainHttp ?? 'not set'}</Badge>
    </>
  )
}

function Badge({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-sm border border-line bg-surface px-1 text-2xs text-muted [&_svg]:size-3 [&_svg]:shrink-0">
      {sign}
      <span className="truncate">{children}</span>
    </span>
  )
}

function Flow({ from, to, upstreams }: { from: string; to: string; upstreams: readonly Upstream[] }) {
  const servers = upstreams.find(({ name }) => name === to)?.servers.length
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 max-w-[50%] truncate">{from}</span>
      <ArrowRight aria-label="goes to" className="size-3 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-ink">{to}</span>
      {servers !== undefined && servers > 1 && <span className="shrink-0 text-2xs">×{servers}</span>}
    </span>
  )
}
