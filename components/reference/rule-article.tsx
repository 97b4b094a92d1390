import Link from 'next/link'
import type { Rule, RuleExample } from '@/lib/rules/define-rule'
import { SeveritySign } from '../findings/severity-sign'
import { CopyButton } from '../output/copy-button'
import { ScrollRegion } from '../ui/scroll-region'

type Props = { rule: Pick<Rule, 'id' | 'severity' | 'summary' | 'why' | 'fix' | 'references' | 'bad' | 'good'> }

/** The page of a rule, from the rule's own file. */
export function RuleArticle({ rule }: Props) {
  return (
    <article className="max-w-3xl space-y-5">
      <header>
        <p className="text-xs">
          <Link href="/reference/rules" className="text-muted underline underline-offset-2">
            All rules
          </Link>
        </p>
        <h1 className="font-mono text-xl leading-8">{rule.id}</h1>
        <p className="flex items-start gap-1.5">
          <SeveritySign severity={rule.severity} className="mt-0.5 size-4" />
          <span>
            <span aria-hidden>{rule.severity}: </span>
            {rule.summary}
          </span>
        </p>
      </header>
      <section>
        <h2 className="text-base">Why it hurts</h2>
        <p className="max-w-prose whitespace-pre-line">{rule.why}</p>
      </section>
      <section>
        <h2 className="text-base">What to do</h2>
        <p className="max-w-prose whitespace-pre-line">{rule.fix}</p>
      </section>
      <Examples
        title="Found here"
        says="The parts of a plan that differ from a small, faultless one."
        list={rule.bad}
      />
      <Examples title="Not found here" list={rule.good} />
      {rule.references.length > 0 && (
        <section>
          <h2 className="text-base">References</h2>
          <ul className="list-disc space-y-0.5 pl-5">
            {rule.references.map((reference) => (
              <li key={reference} className="break-words">
                <Reference text={reference} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  )
}

function Examples({ title, says, list }: { title: string; says?: string; list: readonly RuleExample[] }) {
  if (list.length === 0) return null
  return (
    <section>
      <h2 className="text-base">{title}</h2>
      {says && <p className="text-muted">{says}</p>}
      {list.map((example) => (
        <figure key={example.title} className="mt-2">
          <figcaption className="font-medium">{example.title}</figcaption>
          <div className="relative mt-1">
            <ScrollRegion
              label={`Example: ${example.title}`}
              className="overflow-x-auto rounded-sm border border-line bg-surface p-2 pr-10"
            >
              <pre className="font-mono text-xs">{example.yaml.trim()}</pre>
            </ScrollRegion>
            <span className="absolute top-1 right-1 rounded-sm bg-surface">
              <CopyButton text={example.yaml.trim()} name={`the example ${example.title}`} />
            </span>
          </div>
        </figure>
      ))}
    </section>
  )
}

/** A source that names a web address becomes a link. */
export function Reference({ text }: { text: string }) {
  const url = /https?:\/\/[^\s)>\]]+/.exec(text)?.[0]
  if (!url) return <>{text}</>
  const [before, after] = [text.slice(0, text.indexOf(url)), text.slice(text.indexOf(url) + url.length)]
  return (
    <>
      {before}
      <a
        href={url}
        rel="noreferrer"
        target="_blank"
        className="break-all underline decoration-edge underline-offset-2 hover:decoration-ink"
      >
        {url}
      </a>
      {after}
    </>
  )
}
