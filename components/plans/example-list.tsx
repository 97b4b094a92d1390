'use client'
import { ArrowRight } from 'lucide-react'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { type CreatePlan, useCreatePlan } from './create-plan'

export interface Example {
  id: string
  title: string
  summary: string
  text: string
}

export function ExampleList({ examples, create }: { examples: readonly Example[]; create: CreatePlan }) {
  const { make, isBusy, problem } = useCreatePlan(create)
  return (
    <section aria-labelledby="examples" className="space-y-3">
      <h2 id="examples" className="text-base">
        Start from an example
      </h2>
      {problem && (
        <Notice live look="error" title="The example was not opened">
          {problem}
        </Notice>
      )}
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {examples.map(({ id, title, summary, text }) => (
          <li key={id} className="flex flex-col gap-2 rounded-sm border border-line bg-surface p-3">
            <div className="flex-1">
              <h3 className="text-sm">{title}</h3>
              <p className="font-mono text-muted text-xs">{id}</p>
              <p className="mt-1 text-muted">{summary}</p>
            </div>
            <Button
              className="self-start"
              disabled={isBusy}
              onClick={() => make({ name: id, text })}
              aria-label={`Open example ${id}`}
            >
              Open <ArrowRight aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
