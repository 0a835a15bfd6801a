import type { ServerResponse } from 'node:http'
import { completeHandover, HANDOVER_HEADER, type Sink } from '@/lib/core/handover'

function sinkOf(response: ServerResponse): Sink {
  return {
    write: (bytes) => {
      response.write(bytes)
    },
    get pending() {
      return response.writableLength
    },
    end: () => {
      response.end()
    },
    destroy: () => {
      response.destroy()
    },
    onClose: (gone) => {
      if (response.closed) gone()
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
    response.socket?.setNoDelay(true)
    if (!completeHandover(token, sinkOf(response))) end.apply(response)
    return response
  }) as ServerResponse['end']
}
