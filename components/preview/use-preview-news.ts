'use client'
import { useEffect, useState } from 'react'
import { type News, type Snapshot, withNews } from './preview-facts'

/** What the preview does, as the server tells it. While paused the screen stands still; going on fetches everything anew. */
export function usePreviewNews(id: string, initial: Snapshot, isPaused: boolean) {
  const [snapshot, setSnapshot] = useState(initial)
  const [isConnected, setConnected] = useState(true)
  useEffect(() => {
    if (isPaused) return
    const source = new EventSource(`/plans/${id}/preview/events`)
    source.onopen = () => setConnected(true)
    source.onerror = () => setConnected(false)
    source.onmessage = ({ data }) => setSnapshot((before) => withNews(before, JSON.parse(data) as News))
    return () => source.close()
  }, [id, isPaused])
  return { snapshot, setSnapshot, isConnected }
}
