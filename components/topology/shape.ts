/** The colours of the drawing by their meaning; the studio and the exported file each say what they look like. */
export const paints = [
  'ink',
  'muted',
  'line',
  'edge',
  'surface',
  'raised',
  'canvas',
  'terminate',
  'terminate-soft',
  'passthrough',
  'passthrough-soft',
  'error',
  'warning',
  'hint',
] as const
export type Paint = (typeof paints)[number]

/** The drawing as data, so that the page and the file show the same. */
export type Shape =
  | {
      kind: 'rect'
      x: number
      y: number
      width: number
      height: number
      radius?: number
      fill?: Paint
      stroke?: Paint
      strokeWidth?: number
      dash?: string
    }
  | { kind: 'path'; d: string; fill?: Paint; stroke?: Paint; strokeWidth?: number; dash?: string }
  | {
      kind: 'text'
      x: number
      y: number
      text: string
      size: number
      face: 'mono' | 'sans'
      bold?: boolean
      fill: Paint
      anchor?: 'start' | 'middle' | 'end'
    }

export const faces: Record<'mono' | 'sans', string> = {
  mono: '"IBM Plex Mono", ui-monospace, Menlo, Consolas, monospace',
  sans: '"IBM Plex Sans Variable", "IBM Plex Sans", system-ui, sans-serif',
}

/** One character's width as a share of the size: exact for the monospaced face, a safe mean for the other. */
const characterWidths = { mono: 0.6, sans: 0.54 }

export function textWidth(text: string, size: number, face: 'mono' | 'sans'): number {
  return text.length * size * characterWidths[face]
}

/** Cuts a text in the middle where it is too wide: of a host name both ends matter. */
export function fitText(text: string, width: number, size: number, face: 'mono' | 'sans'): string {
  const room = Math.floor(width / (size * characterWidths[face]))
  if (text.length <= room) return text
  if (room < 4) return `${text.slice(0, Math.max(0, room - 1))}…`
  const tail = Math.floor((room - 1) / 2)
  return `${text.slice(0, room - 1 - tail)}…${text.slice(-tail)}`
}

/** The same shapes elsewhere. Paths are moved by their group, so they must be written from their own origin. */
export interface Placed {
  x: number
  y: number
  scale?: number
  shapes: Shape[]
}

/** One thing of the drawing: a node, an edge, a sign. */
export interface Figure {
  id: string
  /** Read out for nodes; empty for decoration. */
  name: string
  isDim: boolean
  shapes: Shape[]
  signs: Placed[]
}
