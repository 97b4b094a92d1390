import { useEffect } from 'react'
import { type OutputAddress, writeOutputAddress } from './output-address'

const settleMilliseconds = 300

/** Keeps the address in step, so that it can be copied: replaced, not pushed, since "back" should leave the plan. Null leaves it alone. */
export function useOutputAddress(view: OutputAddress | null): void {
  const { tab, version = null, file = null, line = null } = view ?? {}
  useEffect(() => {
    if (tab === undefined) return
    // Browsers refuse more than a few changes a second.
    const timer = setTimeout(() => {
      const search = writeOutputAddress(location.search, { tab, version, file, line })
      if (search !== location.search) history.replaceState(history.state, '', search + location.hash)
    }, settleMilliseconds)
    return () => clearTimeout(timer)
  }, [tab, version, file, line])
}
