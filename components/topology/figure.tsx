import { type Figure, faces, type Paint, type Placed, type Shape } from './shape'
import { dimOpacity, placement } from './svg-file'

const colour = (paint: Paint | undefined) => (paint ? `var(--${paint})` : 'none')

export function ShapeView({ shape }: { shape: Shape }) {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, radius } = shape
      return <rect x={x} y={y} width={width} height={height} rx={radius} {...line(shape)} />
    }
    case 'path':
      return <path d={shape.d} {...line(shape)} />
    case 'text':
      return (
        <text
          x={shape.x}
          y={shape.y}
          fontFamily={faces[shape.face]}
          fontSize={shape.size}
          fontWeight={shape.bold ? 600 : undefined}
          textAnchor={shape.anchor}
          fill={colour(shape.fill)}
        >
          {shape.text}
        </text>
      )
  }
}

function line(shape: { fill?: Paint; stroke?: Paint; strokeWidth?: number; dash?: string }) {
  return {
    fill: colour(shape.fill),
    stroke: shape.stroke && colour(shape.stroke),
    strokeWidth: shape.strokeWidth,
    strokeDasharray: shape.dash,
  }
}

export function SignView({ sign }: { sign: Placed }) {
  return (
    <g transform={placement(sign.x, sign.y, sign.scale)}>
      <ShapeList shapes={sign.shapes} />
    </g>
  )
}

export function ShapeList({ shapes }: { shapes: readonly Shape[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no identity; a figure is always drawn anew as a whole
  return shapes.map((shape, index) => <ShapeView key={index} shape={shape} />)
}

export function FigureView({ figure }: { figure: Figure }) {
  return (
    <g
      opacity={figure.isDim ? dimOpacity : 1}
      className="transition-opacity duration-300 motion-reduce:transition-none"
    >
      <ShapeList shapes={figure.shapes} />
      {figure.signs.map((sign) => (
        <SignView key={`${sign.x} ${sign.y}`} sign={sign} />
      ))}
    </g>
  )
}
