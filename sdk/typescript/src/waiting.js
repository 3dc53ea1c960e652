// Waiting that ends with whoever waits: no timer and no listener outlives it.

/** Does something, and stops it once the time is over or the signal aborts. Rejects as soon as either is so. */
export async function within(milliseconds, signal, doing) {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const late = () => controller.abort(new DOMException('The time is over.', 'TimeoutError'))
  const aborted = () => controller.abort(signal.reason)
  const timer = setTimeout(late, Math.max(0, milliseconds))
  signal?.addEventListener('abort', aborted, {once: true})
  try {
    const stopped = new Promise((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), {once: true})
    })
    return await Promise.race([doing(controller.signal), stopped])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', aborted)
  }
}

/** Resolves when this has, which must not reject, or the time is over. */
export async function atMost(milliseconds, promise) {
  const ending = new AbortController()
  await Promise.race([promise, pause(milliseconds, ending.signal).catch(() => {})])
  ending.abort()
}

/** Lets the time pass; rejects when the signal aborts. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted)
      resolve()
    }, milliseconds)
    const aborted = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal?.addEventListener('abort', aborted, {once: true})
  })
}
