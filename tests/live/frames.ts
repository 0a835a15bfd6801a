/** Reading server-sent events in tests. */
import type { Frame } from '@/lib/boards/types'

export interface Sse {
  readonly event: string
  readonly id: string | null
  readonly data: unknown
}

export interface Stream {
  readonly status: number
  /** waits for the next event that fits; fails after `ms` */
  next(fits: (event: Sse) => boolean, ms?: number): Promise<Sse>
  /** waits for the next frame that fits */
  frame(fits?: (frame: Frame) => boolean, ms?: number): Promise<{ id: string; frame: Frame }>
  /** resolves when the server has ended the stream */
  readonly ended: Promise<void>
  close(): void
}

/** Opens a live board. */
export async function watch(url: string, headers: Record<string, string>): Promise<Stream> {
  const abort = new AbortController()
  const response = await fetch(url, { headers, signal: abort.signal })
  const seen: Sse[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const one of waiting) one()
  }
  let over = response.status !== 200
  const pump = async () => {
    if (over || response.body === null) return
    const decoder = new TextDecoder()
    let text = ''
    const reader = response.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2) ?? null
        const event = field('event')
        if (event !== null) seen.push({ event, id: field('id'), data: JSON.parse(field('data') ?? 'null') })
      }
      wake()
    }
  }
  const ended = pump()
    .catch(() => undefined)
    .then(() => {
      over = true
      wake()
    })
  const next: Stream['next'] = async (fits, ms = 15_000) => {
    const late = Date.now() + ms
    for (;;) {
      while (seen.length > 0) {
        const event = seen.shift()
        if (event !== undefined && fits(event)) return event
      }
      if (over) throw new Error('the stream has ended')
      if (Date.now() > late) throw new Error(`nothing fitting within ${ms} ms`)
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        const timer = setTimeout(done, 200)
        waiting.add(done)
      })
    }
  }
  return {
    status: response.status,
    next,
    frame: async (fits = () => true, ms) => {
      const { id, data } = await next((event) => event.event === 'frame' && fits(event.data as Frame), ms)
      return { id: id ?? '', frame: data as Frame }
    },
    ended,
    close: () => abort.abort(),
  }
}
