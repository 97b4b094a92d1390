import type { ActionError } from '@/lib/diagnostics/action-result'

/** Posts and hears the answer's server-sent events until it ends or is given up. Answers why it was refused, or null. */
export async function readNews<News>(
  path: string,
  hear: (news: News) => void,
  signal: AbortSignal,
): Promise<ActionError | null> {
  try {
    const response = await fetch(path, { method: 'POST', signal })
    if (!response.ok) return ((await response.json()) as { error: ActionError }).error
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const events = (text + part.value).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) if (event.startsWith('data: ')) hear(JSON.parse(event.slice(6)) as News)
    }
    return null
  } catch {
    if (signal.aborted) return null
    return {
      code: 'unexpected',
      message: 'The studio does not answer.',
      wayOut: 'See whether it still runs, then try again.',
      fields: {},
      reference: null,
    }
  }
}
