const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C often comes twice: from the terminal, and from the `npm run` around us. */
const sameMs = 500

/**
 * Does something that has to tidy up, and tells it by its signal when the person wants it to end. Who asks again ends it at once; what
 * the exit handlers of engines and folders do happens even then.
 */
export async function untilInterrupted<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let since = 0
  const interrupt = () => {
    if (controller.signal.aborted) {
      if (performance.now() - since > sameMs) process.exit(130)
      return
    }
    since = performance.now()
    controller.abort(new Interrupted())
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await act(controller.signal)
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}

/** The person ended it; not a failure to explain. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted')
  }
}
