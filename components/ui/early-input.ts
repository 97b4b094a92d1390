type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * As the `ref` of a part that the server renders: takes over what a person typed or chose in its fields before the page was alive. React
 * leaves it in the field, hears of nothing, and writes over it with the next drawing.
 */
export function adoptEarlyInput(part: HTMLElement | null): void {
  // What the browser restored by itself after a reload is no wish of anybody.
  if (!part || navigator.userActivation?.hasBeenActive === false) return
  const adoptions = [...part.querySelectorAll<Field>('input, textarea, select')].flatMap(
    (field) => adoption(field) ?? [],
  )
  void doInTurn(adoptions)
}

/** One after the other: each may build on what React made of the one before. */
async function doInTurn(adoptions: readonly (() => void)[]): Promise<void> {
  for (const adopt of adoptions) {
    await Promise.resolve()
    adopt()
  }
}

/** Repeats what was done to a field, so that React hears of it; null when nothing was done. */
function adoption(field: Field): (() => void) | null {
  if (field.disabled) return null
  if (field instanceof HTMLSelectElement) {
    if ([...field.options].every((option) => option.selected === option.defaultSelected)) return null
    // Where the server marked none, the browser shows the first.
    if (field.selectedIndex === 0 && ![...field.options].some((option) => option.defaultSelected)) return null
    const { value } = field
    return () => {
      field.value = value
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
  if (field.type === 'checkbox' || field.type === 'radio') return pressAdoption(field as HTMLInputElement)
  if (field.type === 'file' || field.value === field.defaultValue) return null
  return textAdoption(field)
}

/** A radio button that lost its dot to another one says nothing; the other one does. */
function pressAdoption(field: HTMLInputElement): (() => void) | null {
  const { checked } = field
  if (checked === field.defaultChecked || (field.type === 'radio' && !checked)) return null
  return () => {
    field.checked = !checked
    field.click()
  }
}

function textAdoption(field: HTMLInputElement | HTMLTextAreaElement): () => void {
  const { value, selectionStart, selectionEnd } = field
  return () => {
    const isFocused = document.activeElement === field
    // React hears of an input only if the text is another than the last one it saw written; its own setter sees, the browser's does not.
    field.value = field.defaultValue
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value)
    if (isFocused && selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd)
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    // Who has left the field already will not leave it again.
    if (!isFocused) field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
  }
}
