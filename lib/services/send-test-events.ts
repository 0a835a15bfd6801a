import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { MINUTE, SECOND } from '@/lib/core/zone'
import { appendAudit } from '@/lib/db/audit'
import { storeEvents } from '@/lib/db/ingest'
import { transaction } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
import { actorOf } from './actor'
import { type Context, requireRole } from './context'
import { parseInput } from './parse-input'
import { TEST_SOURCE } from './read-setup'

export const testEventsInput = z.strictObject({
  channels: z.array(z.string().trim().min(1).max(100)).max(20).default([]),
})

/** Conversations of one press of the button: how long ago they began, and after how many seconds they were answered. */
const TALKS: readonly { readonly ago: number; readonly reply: number | null; readonly score?: number }[] = [
  { ago: 14 * MINUTE, reply: 22, score: 5 },
  { ago: 11 * MINUTE, reply: 48, score: 4 },
  { ago: 8 * MINUTE, reply: 95 },
  { ago: 5 * MINUTE, reply: 31, score: 5 },
  { ago: 2 * MINUTE, reply: null },
  { ago: 25 * SECOND, reply: null },
]

/**
 * Sends some conversations of the last quarter-hour under the source `helmline-test`, so that pages and walls show
 * something before the first real source is connected. Needs role admin. Answers how many events were taken.
 */
export async function sendTestEvents(ctx: Context, input: unknown): Promise<{ accepted: number }> {
  requireRole(ctx, 'admin')
  const { channels } = parseInput(testEventsInput, input)
  const offered = channels.length === 0 ? ['web'] : channels
  const run = randomUUID().slice(0, 8)
  const events = TALKS.flatMap((talk, i) =>
    talkEvents(talk, `test-${run}-${i + 1}`, offered[i % offered.length] ?? 'web', ctx.now),
  )
  const stored = await storeEvents(events, { receivedAt: ctx.now })
  await transaction((client) =>
    appendAudit(client, {
      at: ctx.now,
      actor: actorOf(ctx.principal),
      action: 'setup.tested',
      object: `source:${TEST_SOURCE}`,
      before: null,
      after: { events: stored.accepted },
    }),
  )
  return { accepted: stored.accepted }
}

function talkEvents(
  { ago, reply, score }: (typeof TALKS)[number],
  subject: string,
  channel: string,
  now: number,
): UnifiedEvent[] {
  const began = now - ago
  const agent = '测试客服'
  const team = '测试组'
  const event = (
    type: string,
    time: number,
    data: UnifiedEvent['data'],
    about: string | null = subject,
  ): UnifiedEvent => ({
    id: `${subject}-${type}-${time}`,
    source: TEST_SOURCE,
    subject: about,
    type,
    time,
    data,
  })
  const opened = [
    event('ticket.opened', began, { channel, customer: `${subject}-c`, team }),
    event('message.sent', began, { from: 'customer' }),
  ]
  if (reply === null) return opened
  const answered = began + reply * SECOND
  return [
    ...opened,
    event('ticket.assigned', answered - SECOND, { agent, team }),
    event('message.sent', answered, { from: 'agent', agent, public: true }),
    ...(score === undefined
      ? []
      : [
          event('ticket.resolved', answered + 30 * SECOND, { agent }),
          event('survey.answered', answered + 60 * SECOND, { kind: 'csat', scale: '1-5', score }),
        ]),
  ]
}
