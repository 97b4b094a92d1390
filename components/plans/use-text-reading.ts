import { useEffect, useState } from 'react'
import type { TextReading } from '../plan-editor/document/text-reading'
import { startWorkerEngine } from '../plan-editor/document/worker-engine'

type Answer = { reading: TextReading } | { failure: string }

/**
 * What a text is, found out beside the page: a long one takes seconds. Until it is known, the answer is that of the text before, so that what
 * is said of it does not come and go with every letter. Null for no text at all.
 */
export function useTextReading(text: string): { answer: Answer | null; isCurrent: boolean } {
  const [engine] = useState(startWorkerEngine)
  const [done, setDone] = useState<{ text: string; answer: Answer } | null>(null)
  const isEmpty = text.trim() === ''
  useEffect(() => () => engine.close(), [engine])
  useEffect(() => {
    if (isEmpty) return
    const wish = new AbortController()
    const tell = (answer: Answer) => wish.signal.aborted || setDone({ text, answer })
    engine.read(text, wish.signal).then(
      (reading) => tell({ reading }),
      (error) => tell({ failure: error instanceof Error ? error.message : String(error) }),
    )
    return () => wish.abort()
  }, [engine, text, isEmpty])
  return { answer: isEmpty ? null : (done?.answer ?? null), isCurrent: isEmpty || done?.text === text }
}
