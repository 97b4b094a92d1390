import { drawEdges, drawHeadings, drawNodes, type Emphasis } from './draw'
import type { Layout } from './layout'
import { drawLegend } from './legend'
import { type Figure, faces, type Paint, type Placed, type Shape } from './shape'

export interface SvgFileOptions {
  title: string
  /** What each colour is, as a literal: the file must not depend on any page. */
  palette: Record<Paint, string>
  /** `@font-face` rules with the fonts inside, or empty. */
  fontRules: string
  emphasis: Emphasis
}

const head = 40
const foot = 40

/** The drawing as a file that needs nothing else: colours, fonts and legend inside, every text of the plan escaped. */
export function svgFile(layout: Layout, { title, palette, fontRules, emphasis }: SvgFileOptions): string {
  const height = layout.height + head + foot
  const write = writer(palette)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.width}" height="${height}" viewBox="0 0 ${layout.width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeText(title)}</title>`,
    ...(fontRules ? [`<style>${escapeText(fontRules)}</style>`] : []),
    `<rect width="100%" height="100%" fill="${escapeText(palette.canvas)}"/>`,
    write.shape({ kind: 'text', x: 16, y: 26, text: title, size: 15, face: 'sans', bold: true, fill: 'ink' }),
    `<g transform="translate(0 ${head})">`,
    ...drawHeadings(layout).map(write.shape),
    ...drawEdges(layout, emphasis).map(write.figure),
    ...drawNodes(layout, emphasis).map(write.figure),
    '</g>',
    write.figure(drawLegend(16, height - foot + 10)),
    '</svg>',
    '',
  ].join('\n')
}

function writer(palette: Record<Paint, string>) {
  const colour = (paint: Paint | undefined) => (paint ? palette[paint] : 'none')
  const tag = (name: string, attributes: Record<string, string | number | undefined>, content = '') => {
    const written = Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}="${escapeText(String(value))}"`)
      .join('')
    return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`
  }
  const line = (one: { fill?: Paint; stroke?: Paint; strokeWidth?: number; dash?: string }) => ({
    fill: colour(one.fill),
    stroke: one.stroke && colour(one.stroke),
    'stroke-width': one.strokeWidth,
    'stroke-dasharray': one.dash,
  })
  const shape = (one: Shape): string => {
    switch (one.kind) {
      case 'rect':
        return tag('rect', { x: one.x, y: one.y, width: one.width, height: one.height, rx: one.radius, ...line(one) })
      case 'path':
        return tag('path', { d: one.d, ...line(one) })
      case 'text':
        return tag(
          'text',
          {
            x: one.x,
            y: one.y,
            'font-family': faces[one.face],
            'font-size': one.size,
            'font-weight': one.bold ? 600 : undefined,
            'text-anchor': one.anchor,
            fill: colour(one.fill),
          },
          escapeText(one.text),
        )
    }
  }
  const placed = ({ x, y, scale, shapes }: Placed) =>
    tag('g', { transform: placement(x, y, scale) }, shapes.map(shape).join(''))
  const figure = ({ name, isDim, shapes, signs }: Figure) =>
    tag(
      'g',
      { opacity: isDim ? dimOpacity : undefined },
      (name ? tag('title', {}, escapeText(name)) : '') + shapes.map(shape).join('') + signs.map(placed).join(''),
    )
  return { shape, figure }
}

export const dimOpacity = 0.32

export function placement(x: number, y: number, scale = 1): string {
  return `translate(${x} ${y})${scale === 1 ? '' : ` scale(${scale})`}`
}

/** For text and for quoted attributes alike; what XML 1.0 cannot hold at all becomes a visible stand-in. */
export function escapeText(text: string): string {
  return text
    .replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}
