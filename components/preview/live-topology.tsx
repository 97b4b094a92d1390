'use client'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Plan } from '@/lib/domain-model/plan'
import { layOut } from '../topology/layout'
import { TopologyDrawing } from '../topology/topology-drawing'
import { topologyGraph } from '../topology/topology-graph'
import { ScrollRegion } from '../ui/scroll-region'
import { liveEmphasis } from './live-emphasis'
import type { Entry, Rate } from './preview-facts'

interface Props {
  plan: Plan
  rates: Record<string, Rate>
  entries: Entry[]
  /** A node was chosen: its connections are wanted. */
  onFilter: (filter: string) => void
}

const downBelow = 640
const noFindings: never[] = []
const nobody: ReadonlySet<string> = new Set()

/** The edge as a picture whose parts light up as traffic passes. */
export function LiveTopology({ plan, rates, entries, onFilter }: Props) {
  const room = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState<number | null>(null)
  const [expanded, setExpanded] = useState(nobody)
  const hint = useId()
  useEffect(() => {
    if (!room.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? null))
    observer.observe(room.current)
    return () => observer.disconnect()
  }, [])
  const topology = useMemo(() => topologyGraph(plan, noFindings, { grouping: 'auto', expanded }), [plan, expanded])
  const layout = useMemo(
    () => layOut(topology, width !== null && width < downBelow ? 'down' : 'across'),
    [topology, width],
  )
  const { lit, notes } = useMemo(() => liveEmphasis(plan, topology, rates, entries), [plan, topology, rates, entries])
  const emphasis = useMemo(() => ({ lit, notes, selected: null }), [lit, notes])
  return (
    <section aria-labelledby="preview-topology">
      <h2 id="preview-topology" className="mb-1 font-semibold">
        Traffic now
      </h2>
      <p id={hint} className="mb-1 text-muted text-xs">
        {lit === null
          ? 'Nothing passes; paths light up as it does.'
          : 'What is lit carries traffic, or did a moment ago.'}{' '}
        Arrow keys follow the lines; Enter on a route or an upstream shows its connections.
      </p>
      <ScrollRegion
        label="Drawing of the traffic"
        className="relative max-h-[30rem] overflow-auto border-line border-y bg-canvas"
      >
        <div ref={room}>
          <TopologyDrawing
            layout={layout}
            emphasis={emphasis}
            zoom={Math.min(1, Math.max(0.8, (width ?? layout.width) / layout.width))}
            label={`Traffic of ${plan.name}`}
            describedBy={hint}
            onPress={({ id, kind, title }) => {
              if (kind === 'group') {
                const next = new Set(expanded)
                if (!next.delete(id)) next.add(id)
                setExpanded(next)
              } else if (kind === 'route' || kind === 'upstream') onFilter(title)
            }}
          />
        </div>
      </ScrollRegion>
    </section>
  )
}
