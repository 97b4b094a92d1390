import type { Mode } from '@/lib/domain-model/route'
import type { Figure, Placed, Shape } from './shape'
import { lockSign, modeSign, tagSign } from './signs'

const line = (dash?: string): Shape => ({
  kind: 'path',
  d: 'M0 0h26',
  stroke: 'edge',
  strokeWidth: 1.8,
  ...(dash ? { dash } : {}),
})

const modes: readonly [Mode, string][] = [
  ['terminate', 'Terminate'],
  ['reencrypt', 'Re-encrypt'],
  ['passthrough', 'Passthrough'],
]

/** What the signs mean, each with its words. Signs stand in a field 30 wide and 16 high. */
export const legend: readonly { words: string; sign: Placed }[] = [
  ...modes.map(([mode, words]) => ({ words, sign: { x: 1, y: 0, shapes: modeSign(mode) } })),
  { words: 'encrypted', sign: { x: 2, y: 8, shapes: [line()] } },
  { words: 'clear', sign: { x: 2, y: 8, shapes: [line('5 4')] } },
  { words: 'TLS starts', sign: { x: 15, y: 8, scale: 0.85, shapes: lockSign('starts', 'ink') } },
  { words: 'TLS ends', sign: { x: 15, y: 8, scale: 0.85, shapes: lockSign('ends', 'ink') } },
  {
    words: "PROXY header carries the client's address",
    sign: { x: 30, y: 8, scale: 0.85, shapes: tagSign('PROXY', 34) },
  },
]

/** The legend as one row for the exported file. */
export function drawLegend(x: number, y: number): Figure {
  const shapes: Shape[] = []
  const signs: Placed[] = []
  let at = x
  for (const { words, sign } of legend) {
    signs.push({ ...sign, x: at + sign.x, y: y + sign.y })
    shapes.push({ kind: 'text', x: at + 36, y: y + 12, text: words, size: 11, face: 'sans', fill: 'muted' })
    at += 36 + words.length * 6 + 18
  }
  return { id: 'legend', name: '', isDim: false, shapes, signs }
}
