// Comes before everything else of a page and holds what is pressed until the page is alive; components/commands/early-keys.ts then does
// it. A file of its own, since the policy of the pages lets no script stand in them.
;(() => {
  /** The keys that open something; what is typed after one of them is meant for what it opens. */
  const openers = document.currentScript.dataset.openers.split(' ')
  const isMac = /^(Mac|iP)/.test(navigator.platform)
  const steps = []
  let hasOpened = false

  const isField = (target) => target.closest('input:not([type=checkbox], [type=radio]), textarea, select') !== null

  function onKey(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event
    if (!(target instanceof Element) || event.isComposing) return
    const mod = isMac ? metaKey : ctrlKey
    const name = (mod ? 'Mod+' : '') + key.toUpperCase()
    const opens = !altKey && !(mod && shiftKey) && openers.includes(name) && (mod || !isField(target))
    const follows = hasOpened && !ctrlKey && !metaKey && !altKey && key !== 'Tab' && !isField(target)
    if (!opens && !follows) return
    // The browser has other uses for some of them, and a space would press the button that has the focus.
    event.preventDefault()
    hasOpened = true
    steps.push({ key: { key, ctrlKey, metaKey, altKey, shiftKey } })
  }

  function onClick(event) {
    const button = event.target instanceof Element ? event.target.closest('button[type=button]') : null
    // Who gets no answer presses again, and means it once.
    if (button && steps.at(-1)?.button !== button) steps.push({ button })
  }

  addEventListener('keydown', onKey, true)
  addEventListener('click', onClick, true)
  window.earlyKeys = {
    /** What was held, and an end of holding. */
    release() {
      removeEventListener('keydown', onKey, true)
      removeEventListener('click', onClick, true)
      return steps.splice(0)
    },
  }
})()
