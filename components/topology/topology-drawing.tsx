'use client'
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import { drawEdges, drawHeadings, drawNodes, type Emphasis } from './draw'
import { FigureView, ShapeList } from './figure'
import type { Layout, PlacedNode } from './layout'
import { isStepKey, stepFrom } from './step'

interface Props {
  layout: Layout
  emphasis: Emphasis
  zoom: number
  label: string
  /** Where the hint on the keys stands. */
  describedBy: string
  onPress: (node: PlacedNode) => void
}

/** One stop for the Tab key; inside, arrows follow the edges and Enter presses. */
export function TopologyDrawing({ layout, emphasis, zoom, label, describedBy, onPress }: Props) {
  const svg = useRef<SVGSVGElement>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const cameFrom = useRef<string | null>(null)
  const stop = layout.nodes.find(({ id }) => id === (current ?? emphasis.selected)) ?? layout.nodes[0]
  const nodes = useMemo(() => drawNodes(layout, emphasis), [layout, emphasis])

  // A selection made elsewhere (a card, a finding, a line) comes into view here.
  useEffect(() => {
    if (emphasis.selected !== null)
      elementOf(svg.current, emphasis.selected)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [emphasis.selected])

  const onKeyDown = (event: KeyboardEvent, node: PlacedNode) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onPress(node)
      return
    }
    if (!isStepKey(event.key)) return
    event.preventDefault()
    const next = stepFrom(layout, node.id, event.key, cameFrom.current)
    if (next === node.id) return
    cameFrom.current = node.id
    setCurrent(next)
    elementOf(svg.current, next)?.focus()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: no HTML element groups the parts of a drawing
    <svg
      ref={svg}
      role="group"
      aria-label={label}
      aria-describedby={describedBy}
      width={layout.width * zoom}
      height={layout.height * zoom}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      className="mx-auto block"
    >
      <Backdrop layout={layout} emphasis={emphasis} />
      {layout.nodes.map((node, index) => {
        const figure = nodes[index]
        return (
          // biome-ignore lint/a11y/useSemanticElements: inside a drawing there is no button element
          <g
            key={node.id}
            data-node={node.id}
            role="button"
            tabIndex={node.id === stop?.id ? 0 : -1}
            aria-label={node.name}
            aria-pressed={node.pointer ? emphasis.selected === node.id : undefined}
            aria-expanded={node.isExpanded ?? undefined}
            aria-current={emphasis.lit?.has(node.id) ? 'step' : undefined}
            className="group cursor-pointer outline-none"
            onClick={() => {
              setCurrent(node.id)
              onPress(node)
            }}
            onFocus={() => setCurrent(node.id)}
            onKeyDown={(event) => onKeyDown(event, node)}
          >
            <title>{node.name}</title>
            {figure && <FigureView figure={figure} />}
            <rect
              x={node.x - 5}
              y={node.y - 5}
              width={node.width + 10}
              height={node.height + 10}
              rx={7}
              fill="none"
              stroke="var(--ink)"
              strokeWidth={2.5}
              className="invisible group-focus-visible:visible"
            />
          </g>
        )
      })}
    </svg>
  )
}

const Backdrop = memo(function Backdrop({ layout, emphasis }: { layout: Layout; emphasis: Emphasis }) {
  return (
    <g aria-hidden>
      <ShapeList shapes={drawHeadings(layout)} />
      {drawEdges(layout, emphasis).map((figure) => (
        <FigureView key={figure.id} figure={figure} />
      ))}
    </g>
  )
})

function elementOf(svg: SVGSVGElement | null, id: string): SVGGElement | null {
  return svg?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`) ?? null
}
