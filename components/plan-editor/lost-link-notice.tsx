import { Button } from '../ui/button'
import { Notice } from '../ui/notice'

/** A link led to a thing that this plan does not have. */
export function LostLinkNotice({ name, onClose }: { name: string; onClose: () => void }) {
  return (
    <Notice
      live
      title={`This plan has no ${name}`}
      actions={
        <Button size="small" onClick={onClose}>
          Close
        </Button>
      }
    >
      The link named it. It was renamed or deleted since, or the link is for another plan.
    </Notice>
  )
}
