/** On what the explained connection passes: a ring alone would say it by colour only. */
export function TakenSign() {
  return <span className="shrink-0 rounded-sm bg-ink px-1 text-2xs text-invert">taken</span>
}
