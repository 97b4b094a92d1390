/**
 * Joins class names. Of two that contradict each other the style sheet decides which one wins, not their order here: say one or the other.
 */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
