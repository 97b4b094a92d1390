'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from '../ui/button'

const order = ['system', 'light', 'dark'] as const
type Theme = (typeof order)[number]
const signs = { system: Monitor, light: Sun, dark: Moon }

/** The choice lives in a cookie, so that the server sends the right page and nothing flashes. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => {
    const chosen = document.documentElement.dataset.theme
    if (chosen === 'light' || chosen === 'dark') setTheme(chosen)
  }, [])
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? 'system'
  const choose = () => {
    setTheme(next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `signalbox-theme=${next}; path=/; max-age=31536000; samesite=strict`
  }
  const Sign = signs[theme]
  return (
    <IconButton label={`Theme: ${theme}. Switch to ${next}`} onClick={choose}>
      <Sign aria-hidden />
    </IconButton>
  )
}
