import { LazyNothingHere } from '@/components/shell/lazy-nothing-here'
import { listPlansAction } from '@/lib/server/plans-actions'

export default function NotFound() {
  return <LazyNothingHere listPlans={listPlansAction} />
}
