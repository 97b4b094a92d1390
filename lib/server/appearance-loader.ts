import 'server-only'
import { cookies } from 'next/headers'

/** How a person chose to see the studio in this browser; what they left alone is undefined. */
export async function loadAppearance(): Promise<{ theme?: 'light' | 'dark'; density?: 'compact' }> {
  const chosen = await cookies()
  const theme = chosen.get('signalbox-theme')?.value
  const density = chosen.get('signalbox-density')?.value
  return {
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(density === 'compact' ? { density } : {}),
  }
}
