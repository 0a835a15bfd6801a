/** A company at a Friday afternoon, made of events: conversations with a wait, an owner and a campaign. */
import { applyAll } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import type { UnifiedEvent } from '@/lib/facts/event'

/** Friday 20 November 2026, 14:37:08 in Shanghai. */
export const NOW = Date.parse('2026-11-20T14:37:08+08:00')
export const WEEK = 7 * 86_400_000

export interface Talk {
  readonly subject: string
  readonly at: number
  readonly source?: string
  readonly channel?: string
  readonly team?: string
  readonly agent?: string
  readonly customer?: string
  readonly tier?: string
  readonly campaign?: string
  readonly issueType?: string
  readonly tags?: readonly string[]
  /** seconds until the first reply; none = still waiting */
  readonly reply?: number
  /** seconds after the reply at which the customer writes again */
  readonly again?: number
  /** closed right after the reply */
  readonly done?: boolean
}

/** The events of a conversation. */
export function talk(of: Talk): UnifiedEvent[] {
  const {
    subject,
    at,
    source = 'shop',
    channel = 'douyin',
    team = '直播组',
    agent = '云舒',
    reply,
    again,
    done,
  } = of
  const { customer = `c-${subject}`, tier, campaign, issueType, tags } = of
  const event = (type: string, time: number, data: Record<string, unknown>): UnifiedEvent => ({
    id: `${subject}-${type}-${time}`,
    source,
    subject,
    type,
    time,
    data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
  })
  const answered = reply === undefined ? null : at + Math.round(reply * 1000)
  return [
    event('ticket.opened', at, { channel, customer, customerTier: tier, campaign, issueType, tags, team }),
    event('message.sent', at, { from: 'customer' }),
    ...(answered === null
      ? []
      : [
          event('ticket.assigned', answered, { agent, team }),
          event('message.sent', answered, { from: 'agent', agent, public: true }),
        ]),
    ...(answered === null || again === undefined
      ? []
      : [event('message.sent', answered + again * 1000, { from: 'customer' })]),
    ...(answered === null || done !== true ? [] : [event('ticket.closed', answered + 1_000, { agent })]),
  ]
}

/** Somebody's status. */
export const status = (agent: string, team: string, capacity: number, as = 'available'): UnifiedEvent => ({
  id: `status-${agent}-${as}`,
  source: 'workforce',
  subject: null,
  type: 'agent.status',
  time: NOW - 3_600_000,
  data: { agent, team, status: as, capacity },
})

/** Stores events and brings them into every figure. */
export async function happen(events: readonly UnifiedEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += 1_000)
    await storeEvents(events.slice(i, i + 1_000), { receivedAt: NOW })
  await applyAll()
}
