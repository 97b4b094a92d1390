import { useQuery } from '../address/use-query'
import { type OutputAddress, outputQuery } from './output-address'

/** Keeps tab, version, file and line in the address. Null leaves it alone. */
export function useOutputAddress(view: OutputAddress | null): void {
  useQuery(view && outputQuery(view))
}
