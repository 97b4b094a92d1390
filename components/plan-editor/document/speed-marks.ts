import { useLayoutEffect } from 'react'
import type { EmissionState } from './use-emission'
import type { Judged } from './use-judgement'

/**
 * The moments of an edit that `npm run bench -- studio` measures, as marks of the browser's own timeline: the text is accepted, what is on
 * screen judges that text, the open target was made of it. Only the last of each is kept. Set where React has put it on screen and the next
 * frame draws it; an effect would come a frame later.
 */
export function markMoment(moment: 'edit' | 'findings' | 'target'): void {
  const name = `signalbox:${moment}`
  performance.clearMarks(name)
  performance.mark(name)
}

export function useSpeedMarks(text: string, { current }: Judged, output: EmissionState): void {
  const isJudged = current?.text === text
  useLayoutEffect(() => {
    if (isJudged && text !== '') markMoment('findings')
  }, [isJudged, text])

  const isPrinted = output.emission !== null && output.text === text
  useLayoutEffect(() => {
    if (isPrinted && text !== '') markMoment('target')
  }, [isPrinted, text])
}
