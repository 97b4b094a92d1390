'use client'
import { Rows2, Rows4 } from 'lucide-react'
import { IconButton } from '../ui/button'
import { choose, useChoice } from './appearance'

/** More on the screen, or more air around it. */
export function DensitySwitch() {
  const density = useChoice('density')
  const next = density === 'compact' ? 'comfortable' : 'compact'
  const Sign = density === 'compact' ? Rows4 : Rows2
  return (
    <IconButton label={`Density: ${density}. Switch to ${next}`} onClick={() => choose('density', next)}>
      <Sign aria-hidden />
    </IconButton>
  )
}
