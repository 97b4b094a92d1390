const turnMilliseconds = 8

/** Runs work to its end, letting messages in now and then, unless one of them says that nobody wants it any more. */
export async function paced<Result>(
  work: Generator<undefined, Result>,
  isCancelled: () => boolean,
  turn: () => Promise<void> = messagesHandled,
  now: () => number = () => performance.now(),
): Promise<{ value: Result } | 'cancelled'> {
  let since = now()
  for (;;) {
    const step = work.next()
    if (step.done) return { value: step.value }
    if (now() - since < turnMilliseconds) continue
    await turn()
    if (isCancelled()) return 'cancelled'
    since = now()
  }
}

/** A timer would wait for four milliseconds and more; a message of our own only waits for those before it. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
