/** Lists as CSV: who asks for them, and how they are sent without being held. */

/** True where the request prefers text/csv to JSON. */
export function wantsCsv(request: Request): boolean {
  const weight = (type: string): number => {
    for (const part of (request.headers.get('accept') ?? '').split(',')) {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      if (name !== type) continue
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return q === undefined ? 1 : Number(q.slice(2)) || 0
    }
    return 0
  }
  return weight('text/csv') > weight('application/json')
}

/**
 * Pieces of text as a response. What goes wrong before the first rows is thrown, so that it becomes a problem
 * document; later the transfer is broken off, so that nobody takes a part for the whole. The source is told to end
 * when the reader goes.
 */
export async function streamText(
  pieces: AsyncGenerator<string>,
  request: Request,
  headers: Record<string, string>,
): Promise<Response> {
  const encoder = new TextEncoder()
  const head = await pieces.next()
  const second = head.done === true ? head : await pieces.next()
  const ready = [head, second]
  const end = () => void pieces.return(undefined).catch(() => undefined)
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      request.signal.addEventListener('abort', () => {
        end()
        controller.error(new Error('the reader is gone'))
      })
    },
    pull: async (controller) => {
      const { done, value } = ready.shift() ?? (await pieces.next())
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: end,
  })
  return new Response(body, { headers })
}
