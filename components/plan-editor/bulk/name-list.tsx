const shownMax = 12

/** Names in a row; of many the first ones, and the rest one step away. */
export function NameList({ names }: { names: readonly string[] }) {
  if (names.length <= shownMax + 1) return <span className="font-mono text-xs">{names.join(', ')}</span>
  return (
    <details className="inline font-mono text-xs">
      <summary className="inline">
        {names.slice(0, shownMax).join(', ')} <span className="underline">and {names.length - shownMax} more</span>
      </summary>
      <span className="block max-h-40 overflow-y-auto">{names.slice(shownMax).join(', ')}</span>
    </details>
  )
}
