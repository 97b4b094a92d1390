import type { Mode } from '@/lib/domain-model/route'
import type { Paint, Shape } from './shape'
import type { Lock } from './topology'

/** The same signs as `ModeSign`: solid is encrypted, dashed is clear, a bar is where TLS ends or starts. Drawn in 28 × 16. */
export function modeSign(mode: Mode): Shape[] {
  const line = (d: string, stroke: Paint, strokeWidth = 2.4, dash?: string): Shape => ({
    kind: 'path',
    d,
    stroke,
    strokeWidth,
    ...(dash ? { dash } : {}),
  })
  switch (mode) {
    case 'terminate':
      return [
        line('M1 8h11', 'terminate'),
        line('M13 2.5v11', 'terminate', 3),
        line('M17 8h10', 'terminate', 2.4, '2.6 2.4'),
      ]
    case 'passthrough':
      return [
        line('M1 8h24', 'passthrough'),
        line('m20 3 5.5 5-5.5 5', 'passthrough'),
        line('M9 2.5h6M9 13.5h6', 'passthrough', 1.6),
      ]
    case 'reencrypt':
      return [
        line('M1 8h8M10.5 2.5v11', 'terminate'),
        line('M16.5 2.5v11M18 8h8M22.5 4.5 26 8l-3.5 3.5', 'passthrough'),
      ]
  }
}

/** A padlock in a round field, centred on the origin: shut where TLS starts, open where it ends. */
export function lockSign(lock: Lock, paint: Paint): Shape[] {
  return [
    { kind: 'path', d: 'M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0', fill: 'surface', stroke: paint, strokeWidth: 1.4 },
    { kind: 'rect', x: -4.2, y: -0.8, width: 8.4, height: 6, radius: 1, fill: paint },
    {
      kind: 'path',
      d: lock === 'starts' ? 'M-2.6 -0.8v-1.9a2.6 2.6 0 0 1 5.2 0v1.9' : 'M-2.6 -0.8v-2.7a2.6 2.6 0 0 1 5 -1',
      stroke: paint,
      strokeWidth: 1.5,
    },
  ]
}

/** Severity by shape as well as by colour: disc, triangle, square. Centred on the origin, 12 high. */
export function severitySign(severity: 'error' | 'warning' | 'hint'): Shape[] {
  const d = {
    error: 'M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0',
    warning: 'M0 -5.5 6 5h-12z',
    hint: 'M-4.6 -4.6h9.2v9.2h-9.2z',
  }[severity]
  return [{ kind: 'path', d, fill: severity }]
}

/** A tag with a text, its right end on the origin. */
export function tagSign(text: string, width: number): Shape[] {
  return [
    { kind: 'rect', x: -width, y: -8, width, height: 16, radius: 3, fill: 'surface', stroke: 'edge', strokeWidth: 1 },
    { kind: 'text', x: -width / 2, y: 3.5, text, size: 9.5, face: 'mono', fill: 'ink', anchor: 'middle' },
  ]
}
