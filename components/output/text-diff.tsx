'use client'
import { useEffect, useRef } from 'react'
import { editorOptions } from './editor-options'
import { editors } from './monaco'

export interface TextDiffProps {
  left: { label: string; text: string }
  right: { label: string; text: string }
  language: string
}

/** A comparison under way still reads the texts: without them it ends in an error that nobody can catch. */
const comparedMilliseconds = 30_000

/** Two texts side by side, to be read. */
export function TextDiff({ left, right, language }: TextDiffProps) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!host.current) return
    const original = editors.createModel(left.text, language)
    const modified = editors.createModel(right.text, language)
    const view = editors.createDiffEditor(host.current, {
      ...editorOptions,
      readOnly: true,
      domReadOnly: true,
      renderSideBySide: true,
      hideUnchangedRegions: { enabled: true },
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: 700,
    })
    view.setModel({ original, modified })
    view.getOriginalEditor().updateOptions({ ariaLabel: left.label })
    view.getModifiedEditor().updateOptions({ ariaLabel: right.label })
    let isCompared = false
    view.onDidUpdateDiff(() => {
      isCompared = true
    })
    return () => {
      view.dispose()
      const end = () => {
        modified.dispose()
        original.dispose()
      }
      if (isCompared) end()
      else setTimeout(end, comparedMilliseconds)
    }
  }, [left.text, left.label, right.text, right.label, language])
  return <div ref={host} className="h-full min-h-0 w-full" />
}
