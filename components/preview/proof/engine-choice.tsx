'use client'
import type { EngineName, EngineReport } from '@/lib/diagnostics/proof-report'
import { CopyButton } from '../../output/copy-button'
import { engineTitles } from './proof-words'

interface Props {
  engines: EngineReport[]
  chosen: readonly EngineName[]
  isLocked: boolean
  onChoose: (engines: EngineName[]) => void
}

/** Who is asked. What is not installed says how to get it. */
export function EngineChoice({ engines, chosen, isLocked, onChoose }: Props) {
  return (
    <fieldset className="flex flex-wrap items-start gap-2">
      <legend className="mb-1 font-semibold">Engines</legend>
      {engines.map(({ id, version, available, reason }) => {
        const { title, says } = engineTitles[id]
        const install = /apt-get install [^;]+/.exec(reason ?? '')?.[0]
        return (
          <div key={id} className="min-w-56 max-w-96 border border-line bg-surface px-3 py-2">
            <label className="flex items-center gap-2 font-medium">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                disabled={!available || isLocked}
                aria-describedby={`engine-${id}`}
                onChange={({ target }) =>
                  onChoose(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                }
              />
              {title}
              {version && <span className="font-mono text-muted text-xs">{version}</span>}
            </label>
            <div id={`engine-${id}`} className="pl-6 text-muted text-xs">
              {reason ?? says}
              {install && (
                <span className="flex items-center gap-1">
                  <code className="font-mono">{install}</code>
                  <CopyButton text={install} name={`the line that installs ${title}`} />
                </span>
              )}
            </div>
          </div>
        )
      })}
    </fieldset>
  )
}
