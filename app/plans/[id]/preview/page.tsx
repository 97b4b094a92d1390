import type { Metadata } from 'next'
import Link from 'next/link'
import { SiteCommandButton } from '@/components/commands/site-command-button'
import { PreviewPage as PreviewScreen } from '@/components/preview/preview-page'
import { DensitySwitch } from '@/components/shell/density-switch'
import { ThemeSwitch } from '@/components/shell/theme-switch'
import { listPlansAction } from '@/lib/server/plans-actions'
import {
  applyPreviewAction,
  askPreviewAction,
  inspectSeenHelloAction,
  startPreviewAction,
  stopPreviewAction,
} from '@/lib/server/preview-actions'
import { loadPreview } from '@/lib/server/preview-loader'
import { cancelProofAction, startProofAction } from '@/lib/server/proof-actions'

interface Props {
  params: Promise<{ id: string }>
}

const actions = {
  start: startPreviewAction,
  apply: applyPreviewAction,
  stop: stopPreviewAction,
  ask: askPreviewAction,
  inspect: inspectSeenHelloAction,
  prove: startProofAction,
  cancelProof: cancelProofAction,
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { plan } = await loadPreview((await params).id)
  return { title: `Preview of ${plan.name}` }
}

export default async function PreviewPage({ params }: Props) {
  const { plan, routes, drawn, engines, initial } = await loadPreview((await params).id)
  return (
    <>
      <header className="flex min-h-12 flex-wrap items-center gap-2 border-line border-b bg-surface px-3 py-1.5">
        <nav aria-label="Where you are" className="flex min-w-0 flex-1 items-center gap-2">
          <Link href="/" className="font-medium text-muted underline-offset-2 hover:underline">
            Plans
          </Link>
          <span aria-hidden className="text-muted">
            /
          </span>
          <Link href={`/plans/${plan.id}`} className="truncate font-mono text-sm underline-offset-2 hover:underline">
            {plan.name}
          </Link>
          <span aria-hidden className="text-muted">
            /
          </span>
          <h1 className="text-sm">Preview</h1>
        </nav>
        <SiteCommandButton listPlans={listPlansAction} />
        <DensitySwitch />
        <ThemeSwitch />
      </header>
      <main className="mx-auto w-full max-w-7xl px-3 py-5 sm:px-6">
        <PreviewScreen
          plan={plan}
          routes={routes}
          drawn={drawn}
          engines={engines}
          initial={initial}
          actions={actions}
        />
      </main>
    </>
  )
}
