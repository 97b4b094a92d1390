'use client'
import { useEffect, useState } from 'react'
import { type ProofNews, type ProofRun, withProofNews } from '@/lib/diagnostics/proof-run'
import { type News, type Snapshot, withNews } from './preview-facts'

/** What the preview and the proof of a plan do, as the server tells it. */
export function usePreviewNews(id: string, initial: { snapshot: Snapshot; run: ProofRun | null }) {
  const [snapshot, setSnapshot] = useState(initial.snapshot)
  const [run, setRun] = useState(initial.run)
  const [isConnected, setConnected] = useState(true)
  useEffect(() => {
    const source = new EventSource(`/plans/${id}/preview/events`)
    source.onopen = () => setConnected(true)
    source.onerror = () => setConnected(false)
    source.onmessage = ({ data }) => {
      const news = JSON.parse(data) as News | ProofNews
      if (news.type === 'proof' || news.type === 'proof-progress') setRun((before) => withProofNews(before, news))
      else setSnapshot((before) => withNews(before, news))
    }
    return () => source.close()
  }, [id])
  return { snapshot, setSnapshot, run, setRun, isConnected }
}
