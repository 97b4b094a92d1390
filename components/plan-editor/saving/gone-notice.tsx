'use client'
import Link from 'next/link'
import { type CreatePlan, useCreatePlan } from '../../plans/create-plan'
import { Button, buttonStyle } from '../../ui/button'
import { Notice } from '../../ui/notice'
import { CopyText } from './copy-text'
import { dropDraft } from './draft-storage'

interface Props {
  planId: string
  name: string
  text: string
  create: CreatePlan
  title: string
  children: string
}

/** The plan is gone and its text is not: three ways to keep it. */
export function GoneNotice({ planId, name, text, create, title, children }: Props) {
  const { make, isBusy, problem } = useCreatePlan(create, () => dropDraft(localStorage, planId))
  return (
    <Notice
      live
      look="warning"
      title={title}
      actions={
        <>
          <Button size="small" look="primary" disabled={isBusy} onClick={() => make({ name, text })}>
            Make a new plan from this text
          </Button>
          <CopyText size="small" text={text}>
            Copy the text
          </CopyText>
          <Link href="/" className={buttonStyle({ size: 'small' })}>
            All plans
          </Link>
        </>
      }
    >
      <p>{children}</p>
      {problem && <p className="text-error">{problem}</p>}
    </Notice>
  )
}
