import { type MergeRequest, mergeJudged } from './merge-judged'

self.addEventListener('message', ({ data }: MessageEvent<{ id: number; request: MergeRequest }>) => {
  try {
    self.postMessage({ id: data.id, value: mergeJudged(data.request) })
  } catch (error) {
    self.postMessage({ id: data.id, failure: error instanceof Error ? error.message : String(error) })
  }
})
