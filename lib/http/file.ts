/** Files as responses. */

/** `attachment` with the name in both forms: plain letters for old readers, UTF-8 for the others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w .-]+/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/**
 * Pieces as a download. What goes wrong before the first piece is thrown, so that it becomes a problem document;
 * later the transfer is broken off, so that nobody takes a part for the whole. The source is told to end when the
 * reader goes.
 */
export async function streamFile(
  file: { readonly name: string; readonly type: string; readonly bytes?: number },
  source: AsyncIterable<Uint8Array>,
  request: Request,
): Promise<Response> {
  const pieces = source[Symbol.asyncIterator]()
  const first = await pieces.next()
  let waiting: IteratorResult<Uint8Array> | null = first
  const end = () => void Promise.resolve(pieces.return?.(undefined)).catch(() => undefined)
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      request.signal.addEventListener('abort', () => {
        end()
        controller.error(new Error('the reader is gone'))
      })
    },
    pull: async (controller) => {
      const { done, value } = waiting ?? (await pieces.next())
      waiting = null
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: end,
  })
  return new Response(body, {
    headers: {
      'content-type': file.type,
      'content-disposition': attachment(file.name),
      ...(file.bytes === undefined ? {} : { 'content-length': String(file.bytes) }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
