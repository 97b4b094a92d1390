import { shortcutList } from './shortcuts'

/** Where the script is that holds what is pressed before the page is alive. */
export const earlyKeysScript = '/early-keys.js'

/** The keys it holds, as it reads them. */
export const earlyOpeners = shortcutList
  .flatMap((shortcut) => ('isHeldEarly' in shortcut ? shortcut.keys : []))
  .map((key) => key.replace(/[^+]+$/, (last) => last.toUpperCase()))
  .join(' ')

type EarlyStep = { button: HTMLButtonElement } | { key: KeyboardEventInit & { key: string } }

declare global {
  interface Window {
    /** Made by the script; gone once its keys are done. */
    earlyKeys?: { release: () => EarlyStep[] }
  }
}

/** Does what was pressed before the page was alive, in its order, as if it were pressed now. */
export async function doEarlyKeys(): Promise<void> {
  const steps = window.earlyKeys?.release() ?? []
  delete window.earlyKeys
  for (const step of steps) {
    if ('button' in step) {
      if (step.button.isConnected) step.button.click()
    } else if (press(step.key)) continue
    // What was opened gets the focus with the next drawing.
    await new Promise((resolve) => setTimeout(resolve))
  }
}

/** True when the key wrote something. */
function press(key: KeyboardEventInit & { key: string }): boolean {
  const target = document.activeElement ?? document.body
  const isFree = target.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }))
  if (!isFree || key.ctrlKey || key.metaKey || !isTextField(target)) return false
  const start = target.selectionStart ?? target.value.length
  const end = target.selectionEnd ?? start
  if (key.key.length === 1) target.setRangeText(key.key, start, end, 'end')
  else if (key.key === 'Backspace') target.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end')
  else return false
  target.dispatchEvent(new InputEvent('input', { bubbles: true }))
  return true
}

const isTextField = (target: Element): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && /^(text|search)$/.test(target.type))
