import { KeyCode, KeyMod } from './monaco'

/** A key of the list of shortcuts, `Alt+Shift+F5` or `Mod+Z`, as Monaco wants it. */
export function monacoKey(combination: string): number {
  const parts = combination.split('+')
  const key = parts.pop() ?? ''
  const code = KeyCode[(/^[A-Z]$/.test(key) ? `Key${key}` : key) as keyof typeof KeyCode]
  if (typeof code !== 'number') throw new Error(`Monaco knows no key ${combination}`)
  return parts.reduce((sum, part) => sum | modifiers[part as keyof typeof modifiers], code)
}

const modifiers = { Mod: KeyMod.CtrlCmd, Alt: KeyMod.Alt, Shift: KeyMod.Shift }
