/**
 * Handing an open connection from a route to whoever writes to it for hours. A route can only answer with a body
 * that is copied through several queues, which for a thousand readers costs more than the writing itself; where our
 * own server is in front, the route names a token instead and the server hands over the connection.
 */
import { randomUUID } from 'node:crypto'

/** Where bytes go. */
export interface Sink {
  write(bytes: Uint8Array): void
  /** bytes the reader has not taken yet */
  readonly pending: number
  /** ends it in good order */
  end(): void
  /** breaks it off */
  destroy(): void
  /** calls `gone` once when the reader has gone or it has ended */
  onClose(gone: () => void): void
}

/** Header of a route's empty answer that names the token; it never leaves the server. */
export const HANDOVER_HEADER = 'x-helmline-handover'
const EXPIRES_MS = 10_000

interface State {
  enabled: boolean
  readonly offers: Map<string, (sink: Sink) => void>
}

const KEY = Symbol.for('helmline.handover')

function state(): State {
  const holder = globalThis as { [KEY]?: State }
  holder[KEY] ??= { enabled: false, offers: new Map() }
  return holder[KEY]
}

/** Says that the server in front of the routes hands connections over. */
export function enableHandover(): void {
  state().enabled = true
}

/** True where the server in front of the routes hands connections over. */
export function handoverEnabled(): boolean {
  return state().enabled
}

/** Offers to take a connection; answers the token that stands for it. Void after 10 s. */
export function offerHandover(take: (sink: Sink) => void): string {
  const token = randomUUID()
  const { offers } = state()
  offers.set(token, take)
  setTimeout(() => offers.delete(token), EXPIRES_MS).unref()
  return token
}

/** Hands the connection to whoever offered; false where nobody did, or not any more. */
export function completeHandover(token: string, sink: Sink): boolean {
  const { offers } = state()
  const take = offers.get(token)
  offers.delete(token)
  take?.(sink)
  return take !== undefined
}
