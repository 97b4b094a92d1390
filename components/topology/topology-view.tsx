'use client'
import { Download, Maximize, Minus, Plus } from 'lucide-react'
import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Decision } from '@/lib/domain-model/decision'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { thingAt } from '../plan-editor/edits/things'
import { Button, IconButton } from '../ui/button'
import { ScrollRegion } from '../ui/scroll-region'
import { currentPalette, embeddedFontRules } from './export-file'
import { SignView } from './figure'
import { layOut, type PlacedNode } from './layout'
import { legend } from './legend'
import { litNodes } from './lit-path'
import type { Grouping } from './route-groups'
import { svgFile } from './svg-file'
import type { Topology } from './topology'
import { TopologyDrawing } from './topology-drawing'
import { topologyGraph } from './topology-graph'

interface Props {
  plan: Plan
  findings: readonly LocatedFinding[]
  selection: JsonPointer | null
  /** What happens to the connection in the explain bar; its path is lit. */
  decision: Decision | null
  onSelect: (pointer: JsonPointer) => void
  onSave: (name: string, text: string) => void
}

const zoomMin = 0.3
const zoomMax = 2
/** Below this the text cannot be read any more, so a narrow screen scrolls instead. */
const fitMin = 0.8
const fitMax = 1.15
const downBelow = 640
const looseMax = 200

/** The whole edge in one picture: client, listener, switch, route, upstream. */
export function TopologyView({ plan, findings, selection, decision, onSelect, onSave }: Props) {
  const [grouping, setGrouping] = useState<Grouping>('auto')
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const shownGrouping = grouping === 'none' && plan.routes.length > looseMax ? 'auto' : grouping
  const topology = useMemo(
    () => topologyGraph(plan, findings, { grouping: shownGrouping, expanded }),
    [plan, findings, shownGrouping, expanded],
  )
  const room = useRef<HTMLDivElement>(null)
  const roomWidth = useWidth(room)
  const direction = roomWidth !== null && roomWidth < downBelow ? 'down' : 'across'
  const layout = useMemo(() => layOut(topology, direction), [topology, direction])
  const emphasis = useMemo(
    () => ({
      lit: decision ? litNodes(plan, topology, decision) : null,
      selected: selectedNode(plan, topology, selection),
    }),
    [plan, topology, decision, selection],
  )
  const { zoom, setZoom, fit } = useZoom(layout.width, roomWidth)
  const hintId = useId()

  const press = (node: PlacedNode) => {
    if (node.kind === 'group') {
      const next = new Set(expanded)
      if (!next.delete(node.id)) next.add(node.id)
      setExpanded(next)
    } else if (node.pointer) onSelect(node.pointer)
  }
  const exportFile = async () => {
    const fontRules = await embeddedFontRules().catch(() => '')
    const title = `${plan.name}: topology`
    onSave(`${plan.name}-topology.svg`, svgFile(layout, { title, palette: currentPalette(), fontRules, emphasis }))
  }

  return (
    <section aria-label="Topology" className="flex h-full min-h-0 min-w-0 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1.5">
        <label className="flex items-center gap-1.5 text-muted text-xs">
          Group by
          <select
            className="h-7 rounded-sm border border-edge/70 bg-surface px-1 text-ink text-xs"
            value={shownGrouping}
            onChange={(event) => setGrouping(event.target.value as Grouping)}
          >
            <option value="auto">automatic</option>
            <option value="domain">mode and domain</option>
            <option value="upstream">mode and upstream</option>
            <option value="none" disabled={plan.routes.length > looseMax}>
              nothing{plan.routes.length > looseMax ? ` (only up to ${looseMax} routes)` : ''}
            </option>
          </select>
        </label>
        {expanded.size > 0 && (
          <Button size="small" onClick={() => setExpanded(new Set())}>
            Close all groups
          </Button>
        )}
        <span className="text-muted text-xs max-sm:hidden">{counted(plan)}</span>
        <span className="flex-1" />
        <div className="flex items-center">
          <IconButton label="Smaller" onClick={() => setZoom(zoom - 0.1)} disabled={zoom <= zoomMin}>
            <Minus aria-hidden />
          </IconButton>
          <output className="w-10 text-center font-mono text-2xs" aria-label="Zoom">
            {Math.round(zoom * 100)}%
          </output>
          <IconButton label="Larger" onClick={() => setZoom(zoom + 0.1)} disabled={zoom >= zoomMax}>
            <Plus aria-hidden />
          </IconButton>
          <IconButton label="Fit to the width" onClick={fit}>
            <Maximize aria-hidden />
          </IconButton>
        </div>
        <Button size="small" onClick={exportFile}>
          <Download aria-hidden /> SVG
        </Button>
      </header>
      <ScrollRegion label="Drawing" className="min-h-0 flex-1 overflow-auto bg-canvas">
        <div ref={room}>
          {plan.routes.length === 0 && <EmptyNote hasListeners={plan.listeners.length > 0} />}
          <TopologyDrawing
            layout={layout}
            emphasis={emphasis}
            zoom={zoom}
            label={`Topology of ${plan.name}`}
            describedBy={hintId}
            onPress={press}
          />
        </div>
      </ScrollRegion>
      <footer className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-3 py-1 text-2xs text-muted">
        {legend.map(({ words, sign }) => (
          <span key={words} className="inline-flex items-center gap-1">
            <svg aria-hidden viewBox="0 0 30 16" className="h-4 w-[30px] shrink-0">
              <SignView sign={sign} />
            </svg>
            {words}
          </span>
        ))}
        <span id={hintId} className="max-sm:sr-only">
          Arrow keys follow the lines, Enter selects or opens a group.
        </span>
      </footer>
    </section>
  )
}

function EmptyNote({ hasListeners }: { hasListeners: boolean }) {
  return (
    <p className="px-4 pt-3 text-muted">
      {hasListeners
        ? 'No route leads anywhere yet, so every name is refused. Add one in the lanes, or let the advisor make one.'
        : 'This plan listens nowhere yet. Add a TLS listener on port 443 and a route to see the path of a connection.'}
    </p>
  )
}

function useWidth(element: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? null))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** Zoom follows the width of the page until a person chooses one. */
function useZoom(width: number, room: number | null) {
  const [chosen, setChosen] = useState<number | null>(null)
  const share = room === null ? 1 : Math.min(fitMax, room / width)
  return {
    zoom: chosen ?? Math.max(fitMin, share),
    setZoom: (zoom: number) => setChosen(Math.min(zoomMax, Math.max(zoomMin, Math.round(zoom * 10) / 10))),
    fit: () => setChosen(Math.max(zoomMin, share)),
  }
}

/** The visible node that stands for what is selected. */
function selectedNode(plan: Plan, topology: Topology, selection: JsonPointer | null): string | null {
  const place = selection === null ? null : thingAt(selection)
  if (!place) return null
  if (place.kind === 'routes') return topology.nodeOfRoute.get(place.index) ?? null
  if (place.kind === 'upstreams')
    return topology.nodeOfUpstream.get(String(valueAt(plan, `${place.pointer}/name`))) ?? null
  return topology.nodes.find(({ pointer }) => pointer === place.pointer)?.id ?? null
}

function counted({ listeners, routes, upstreams }: Plan): string {
  const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
  return [many(listeners.length, 'listener'), many(routes.length, 'route'), many(upstreams.length, 'upstream')].join(
    ', ',
  )
}
