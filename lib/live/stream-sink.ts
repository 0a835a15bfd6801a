import type { Sink } from '@/lib/core/handover'

/**
 * A sink over a response body, for servers that hand over no connection (development). The reader is gone when
 * `signal` says so; `keep` is held meanwhile, because a request's signal dies with its request.
 */
export function streamSink(
  signal: AbortSignal,
  keep: unknown,
  attach: (sink: Sink) => void,
): ReadableStream<Uint8Array> {
  let gone: () => void = () => undefined
  const held = new Set<unknown>([keep])
  const leave = () => {
    signal.removeEventListener('abort', leave)
    held.clear()
    gone()
  }
  const limit = 4 * 1024 * 1024
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        signal.addEventListener('abort', leave)
        const finish = (last: () => void) => {
          try {
            last()
          } catch {
            // Already closed or cancelled: nothing is left to say.
          }
          leave()
        }
        attach({
          write: (bytes) => controller.enqueue(bytes),
          get pending() {
            return limit - (controller.desiredSize ?? limit)
          },
          end: () => finish(() => controller.close()),
          destroy: () => finish(() => controller.error(new Error('broken off'))),
          onClose: (tell) => {
            gone = tell
            if (signal.aborted) leave()
          },
        })
      },
      cancel: leave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limit }),
  )
}
