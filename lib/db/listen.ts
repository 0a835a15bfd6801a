/** One connection that hears what the database tells, comes back by itself, and notices when nobody is there. */
import pg from 'pg'
import { databaseUrl } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { connectionConfig } from './pool'

export interface ListenHandlers {
  /** a NOTIFY on the channel */
  readonly heard: (payload: string) => void
  /** the database came (back) or went; the first call says how it is at the start */
  readonly state: (up: boolean) => void
}

const HEARTBEAT_MS = 2_000
const PATIENCE_MS = 2_000
const RETRY_MS = 500

/** Listens on one channel until `stop` is called. A hung database counts as gone after 4 s. */
export function listen(channel: string, handlers: ListenHandlers): { stop: () => Promise<void> } {
  let stopped = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let known: boolean | null = null

  const tell = (up: boolean) => {
    if (known === up || stopped) return
    known = up
    handlers.state(up)
  }
  const lose = (lost: pg.Client) => {
    if (client !== lost) return
    client = null
    clearTimeout(timer)
    lost.removeAllListeners('notification')
    // A hung server never says goodbye: do not wait for it.
    lost.end().catch(() => undefined)
    tell(false)
    if (!stopped) timer = setTimeout(connect, RETRY_MS)
  }
  const beat = (alive: pg.Client) => {
    timer = setTimeout(() => {
      alive.query('SELECT 1').then(
        () => {
          if (client === alive) beat(alive)
        },
        () => lose(alive),
      )
    }, HEARTBEAT_MS)
    timer.unref()
  }
  const connect = () => {
    if (stopped) return
    const fresh = new pg.Client({
      ...connectionConfig(databaseUrl(), { statementTimeout: 0, name: 'helmline-listen' }),
      query_timeout: PATIENCE_MS,
    })
    client = fresh
    fresh.on('error', () => lose(fresh))
    fresh.on('end', () => lose(fresh))
    fresh.on('notification', ({ payload }) => handlers.heard(payload ?? ''))
    fresh
      .connect()
      .then(() => fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`))
      .then(
        () => {
          if (client !== fresh) return
          tell(true)
          beat(fresh)
        },
        (error: unknown) => {
          log('listen').debug({ err: error }, 'cannot listen')
          lose(fresh)
        },
      )
  }
  connect()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}
