import 'server-only'
import { cookies } from 'next/headers'

/** The theme a person chose in this browser; undefined leaves it to the system. */
export async function loadTheme(): Promise<'light' | 'dark' | undefined> {
  const theme = (await cookies()).get('signalbox-theme')?.value
  return theme === 'light' || theme === 'dark' ? theme : undefined
}
