import type { ServerResponse } from 'node:http'
import { completeHandover, HANDOVER_HEADER, type Sink } from '@/lib/core/handover'

const framed = new WeakMap<Uint8Array, Buffer>()

/** The bytes as one chunk of HTTP/1.1, made once however many readers get them. */
function chunkOf(bytes: Uint8Array): Buffer {
  let chunk = framed.get(bytes)
  if (chunk === undefined) {
    chunk = Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
    framed.set(bytes, chunk)
  }
  return chunk
}

/** Writes past the response, straight to its socket: one write a reader instead of three. */
function sinkOf(response: ServerResponse): Sink {
  const { socket } = response
  return {
    write: (bytes) => {
      if (socket === null || !socket.writable) return
      socket.write(response.chunkedEncoding ? chunkOf(bytes) : bytes)
    },
    get pending() {
      return socket?.writableLength ?? 0
    },
    end: () => {
      response.end()
    },
    destroy: () => {
      response.destroy()
    },
    onClose: (gone) => {
      if (response.closed || response.destroyed || socket === null || socket.destroyed) gone()
      else response.once('close', gone)
    },
  }
}

/**
 * Watches a response for a route that hands its connection over: instead of ending, it then stays open and belongs
 * to whoever offered to take it.
 */
export function watchHandover(response: ServerResponse): void {
  const { end, writeHead } = response
  let token: string | null = null
  // Every way of sending headers leads through here: the token is taken out before they go.
  response.writeHead = ((...given: Parameters<ServerResponse['writeHead']>) => {
    const [header] = [response.getHeader(HANDOVER_HEADER)].flat()
    if (header !== undefined) {
      token = String(header)
      response.removeHeader(HANDOVER_HEADER)
      response.removeHeader('content-length')
    }
    return writeHead.apply(response, given)
  }) as ServerResponse['writeHead']
  response.end = ((...given: Parameters<ServerResponse['end']>) => {
    if (!response.headersSent && response.hasHeader(HANDOVER_HEADER)) response.flushHeaders()
    response.end = end
    if (token === null) return end.apply(response, given)
    // Headers that have been written into the response need not be on the wire yet.
    response.flushHeaders()
    response.socket?.setNoDelay(true)
    if (!completeHandover(token, sinkOf(response))) end.apply(response)
    return response
  }) as ServerResponse['end']
}
