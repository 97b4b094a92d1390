'use client'
import { Compass, FilePlus2, Upload } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { questionCount } from '../advisor/question-count'
import { Button, buttonStyle } from '../ui/button'
import { Notice } from '../ui/notice'
import { type CreatePlan, useCreatePlan } from './create-plan'
import { ImportDialog } from './import-dialog'

const blank = `apiVersion: signalbox/v1
kind: Plan
name: untitled
listeners:
  - { name: https, port: 443, protocol: tls }
  - { name: http, port: 80, protocol: http }
certificates: []
trust: []
upstreams: []
routes: []
`

export function NewPlan({ create }: { create: CreatePlan }) {
  const { make, isBusy, problem } = useCreatePlan(create)
  const [isImporting, setImporting] = useState(false)
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <Link href="/advisor" className={buttonStyle({ look: 'quiet' })}>
          <Compass aria-hidden /> Not sure? Answer {questionCount} questions
        </Link>
        <Button onClick={() => setImporting(true)}>
          <Upload aria-hidden /> From YAML or JSON…
        </Button>
        <Button look="primary" disabled={isBusy} onClick={() => make({ name: 'untitled', text: blank })}>
          <FilePlus2 aria-hidden /> Blank plan
        </Button>
      </div>
      {problem && !isImporting && (
        <Notice live look="error">
          {problem}
        </Notice>
      )}
      {isImporting && (
        <ImportDialog onClose={() => setImporting(false)} onCreate={make} isBusy={isBusy} problem={problem} />
      )}
    </div>
  )
}
