'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../ui/button'
import { choose, useChoice } from './appearance'
import { appearanceChoices } from './appearance-choices'

const order = appearanceChoices.theme
const signs = { system: Monitor, light: Sun, dark: Moon }

export function ThemeSwitch() {
  const theme = useChoice('theme')
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? 'system'
  const Sign = signs[theme]
  return (
    <IconButton label={`Theme: ${theme}. Switch to ${next}`} onClick={() => choose('theme', next)}>
      <Sign aria-hidden />
    </IconButton>
  )
}
