'use client'
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { readPlanNews } from '@/lib/diagnostics/plan-news'
import type { ServerCopy } from './autosave'
import { noteVersionOfHere } from './versions-of-here'

export interface FollowerProps {
  planId: string
  /** What this page knows the server to have. */
  version: number
  /** A version that this page saved itself, for the other tabs of this browser. */
  savedVersion: number | null
  onNews: (copy: ServerCopy) => void
  onGone: () => void
}

/** Seconds matter to nobody here; a colleague's edit should be on screen before one has thought about the next of one's own. */
const askMilliseconds = 5000

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })

/** Learns of newer versions while a page is open: at once from tabs of this browser, soon from anybody else. Draws nothing. */
export function PlanFollower(props: FollowerProps) {
  return (
    <QueryClientProvider client={client}>
      <Follower {...props} />
    </QueryClientProvider>
  )
}

interface TabNews {
  planId: string
  version: number
}

function Follower({ planId, version, savedVersion, onNews, onGone }: FollowerProps) {
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['plan-news', planId, version],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/plans/${planId}/news?version=${version}`, { signal })
      const news = answer.ok ? readPlanNews(await answer.json()) : null
      if (!news) throw new Error(`the server answers ${answer.status}`)
      return news
    },
    // The page came from the server a moment ago, and so did the answer to each save: the next question can wait.
    initialData: { kind: 'same' as const },
    staleTime: askMilliseconds,
    gcTime: 0,
    // Hidden pages ask nothing; one that comes back asks at once.
    refetchInterval: askMilliseconds,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  })

  const calls = useRef({ onNews, onGone })
  calls.current = { onNews, onGone }
  useEffect(() => {
    if (data.kind === 'newer') calls.current.onNews({ version: data.version, text: data.text })
    if (data.kind === 'gone') calls.current.onGone()
  }, [data])

  const channel = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    const opened = new BroadcastChannel('signalbox.plans')
    channel.current = opened
    opened.addEventListener('message', ({ data: news }: MessageEvent<TabNews>) => {
      if (news.planId !== planId) return
      noteVersionOfHere(planId, news.version)
      void queries.invalidateQueries({ queryKey: ['plan-news', planId] })
    })
    return () => {
      channel.current = null
      opened.close()
    }
  }, [planId, queries])

  useEffect(() => {
    if (savedVersion !== null) channel.current?.postMessage({ planId, version: savedVersion } satisfies TabNews)
  }, [planId, savedVersion])
  return null
}
