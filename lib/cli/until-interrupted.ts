const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does something that has to tidy up, and tells it by its signal when the person wants it to end. Who asks twice ends it at once; what
 * the exit handlers of engines and folders do happens even then.
 */
export async function untilInterrupted<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130)
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
