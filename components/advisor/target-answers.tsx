import type { FeatureId } from '@/lib/domain-model/feature'
import { type AdvisorTarget, targetAnswer, verdictWords } from './target-answer'

const signs = { native: '●', 'extra-hop': '◐', 'needs-switch': '◇', cannot: '○', broken: '⊗' }

/** What each chosen target makes of it; what is not plainly native comes with its reason. */
export function TargetAnswers({
  targets,
  features,
}: {
  targets: readonly AdvisorTarget[]
  features: readonly FeatureId[]
}) {
  return (
    <div>
      <h3 className="mb-1 text-sm">On your targets</h3>
      {targets.length === 0 && <p className="text-muted">None is chosen.</p>}
      <ul className="space-y-1.5">
        {targets.map((target) => {
          const { id, title, version, verdict, points } = targetAnswer(target, features)
          return (
            <li key={id}>
              <span aria-hidden className="mr-1 inline-block w-4 text-center">
                {signs[verdict]}
              </span>
              <span className="font-medium">
                {title} <span className="font-mono text-muted text-xs">{version}</span>
              </span>{' '}
              {points.length === 0 && verdictWords.native}
              {points.length > 0 && (
                <ul className="ml-6 text-xs">
                  {points.map(({ feature, words, verdict: one, reason }) => (
                    <li key={feature}>
                      <details>
                        <summary>
                          <span className="font-medium">{verdictWords[one]}:</span> {words}
                        </summary>
                        <p className="pb-1 pl-4 text-muted">{reason}</p>
                      </details>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
