/** After its limit no table holds a text any more, and every figure is what it was. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { DAY } from '@/lib/core/zone'
import { applyAll } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { pool, withClient } from '@/lib/db/pool'
import { rebuild } from '@/lib/db/rebuild'
import type { UnifiedEvent } from '@/lib/facts/event'
import { systemContext } from '@/lib/services/context'
import { listAudit } from '@/lib/services/list-audit'
import { purgeExpired } from '@/lib/services/purge-expired'
import { previewRetention, readRetentionState } from '@/lib/services/read-retention'
import { runCronJob } from '@/lib/services/run-cron-job'
import { saveRetention } from '@/lib/services/save-retention'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const ctx = systemContext('test', NOW)
const DAYS = { textDays: 180, payloadDays: 30, deliveryDays: 90, evaluationDays: 90 }
/** A word that stands in every text of an old conversation, and nowhere else. */
const OLD = 'oldwords'
const YOUNG = 'youngwords'
const forever = () => Date.now() + 60_000

function conversation(subject: string, at: number, word: string): UnifiedEvent[] {
  const event = (type: string, seconds: number, data: UnifiedEvent['data']): UnifiedEvent => ({
    id: `${subject}-${type}-${seconds}`,
    source: 'shop',
    subject,
    type,
    time: at + seconds * 1000,
    data,
  })
  return [
    event('ticket.opened', 0, {
      channel: 'web',
      customer: `c-${subject}`,
      title: `${word} title`,
      team: 'a',
    }),
    event('message.sent', 1, { from: 'customer', text: `${word} question` }),
    event('ticket.assigned', 10, { agent: '云舒', team: 'a' }),
    event('message.sent', 30, { from: 'agent', agent: '云舒', public: true, text: `${word} answer` }),
    event('ticket.resolved', 60, { agent: '云舒' }),
    event('survey.answered', 90, { kind: 'csat', scale: '1-5', score: 2, comment: `${word} comment` }),
    event('complaint.filed', 100, { level: 'high', category: 'x', text: `${word} complaint` }),
    event('suggestion.submitted', 110, { suggestion: `s-${subject}`, text: `${word} suggestion` }),
  ]
}

/** Every row of every table of the database that holds the word, by table. */
async function holding(word: string): Promise<Record<string, number>> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  )
  const found: Record<string, number> = {}
  for (const { name } of tables) {
    const { rows } = await pool().query<{ n: number }>(
      `SELECT count(*) AS n FROM "${name}" t WHERE t::text LIKE $1`,
      [`%${word}%`],
    )
    if ((rows[0]?.n ?? 0) > 0) found[name] = rows[0]?.n ?? 0
  }
  return found
}

/** All rollups, as text. */
async function figures(): Promise<string> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE tablename LIKE 'rollup\\_%' ORDER BY 1`,
  )
  const parts = []
  for (const { name } of tables) {
    const { rows } = await pool().query<{ t: string }>(
      `SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS t FROM "${name}" t`,
    )
    parts.push(`${name}\n${rows[0]?.t ?? ''}`)
  }
  return parts.join('\n')
}

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  const old = NOW - 181 * DAY
  const events = [
    ...Array.from({ length: 40 }, (_, i) => conversation(`old-${i}`, old - i * DAY, OLD)).flat(),
    ...Array.from({ length: 10 }, (_, i) => conversation(`young-${i}`, NOW - (i + 1) * DAY, YOUNG)).flat(),
  ]
  await storeEvents(events, { receivedAt: NOW - 1000 })
  // The same event with other words: kept as a conflict for some days.
  const [first] = events
  if (first !== undefined)
    await storeEvents([{ ...first, data: { ...first.data, title: `${OLD} other` } }], {
      receivedAt: NOW - 31 * DAY,
    })
  await withClient((client) =>
    client.query(
      `INSERT INTO ticket_note (id, source, subject, text, written_by, written_name, written_at)
       VALUES ($1, 'shop', 'old-1', $2, 'user:x', 'x', $3)`,
      [randomUUID(), `${OLD} note`, new Date(old)],
    ),
  )
  await applyAll()
})

describe('the nightly clearing', () => {
  it('says before how much would go', async () => {
    await saveRetention(ctx, DAYS)
    expect(await previewRetention(ctx, DAYS)).toMatchObject({ texts: 40 * 6, notes: 1, payloads: 1 })
    expect((await previewRetention(ctx, { ...DAYS, textDays: 3_000 })).texts).toBe(0)
  })

  it('takes old words from every table, leaves young ones, and no figure changes', async () => {
    const before = await figures()
    const young = await holding(YOUNG)
    expect(Object.keys(await holding(OLD)).sort()).toEqual([
      'answer',
      'event',
      'event_conflict',
      'ticket',
      'ticket_note',
    ])
    const purged = await purgeExpired(ctx, forever())
    expect(purged).toMatchObject({ texts: 40 * 6, notes: 1, payloads: 1, complete: true })
    expect(await holding(OLD)).toEqual({})
    expect(await holding(YOUNG)).toEqual(young)
    expect(await figures()).toBe(before)

    await applyAll()
    expect(await figures()).toBe(before)
    expect(await rebuild({ check: true })).toMatchObject({ differences: 0, tickets: expect.any(Number) })
    expect(await rebuild()).toMatchObject({ differences: 0 })
  })

  it('leaves proof, and looks at nothing twice', async () => {
    const { last } = await readRetentionState(ctx)
    expect(last).toMatchObject({ at: NOW, complete: true, purged: { texts: 40 * 6 } })
    expect(await previewRetention(ctx, DAYS)).toMatchObject({ texts: 0, notes: 0, payloads: 0 })
    expect(await purgeExpired(ctx, forever())).toMatchObject({ texts: 0 })
    expect((await listAudit(ctx, { action: 'retention.purged' })).entries).toHaveLength(1)
  })

  it('takes what arrives late, and what a shorter limit makes old', async () => {
    await storeEvents(conversation('late', NOW - 200 * DAY, 'latewords'), { receivedAt: NOW + 1000 })
    await applyAll()
    const later = systemContext('test', NOW + 3_600_000)
    expect(await purgeExpired(later, forever())).toMatchObject({ texts: 6 })
    expect(await holding('latewords')).toEqual({})
    await saveRetention(ctx, { ...DAYS, textDays: 7 })
    expect(await purgeExpired(later, forever())).toMatchObject({ texts: 4 * 6 })
    await applyAll()
    expect(await rebuild({ check: true })).toMatchObject({ differences: 0 })
  })

  it('stops in time and goes on in the next run; the scheduled job does it', async () => {
    const soon = systemContext('test', NOW + 10 * DAY)
    expect(await purgeExpired(soon, Date.now() - 1)).toMatchObject({ texts: 0, complete: false })
    expect(await purgeExpired(soon, forever())).toMatchObject({ complete: true })
    expect(await holding(YOUNG)).toEqual({})
    const ran = await runCronJob(systemContext('cron', Date.now()), 'retention')
    expect(ran).toMatchObject({ ran: true, complete: true })
  })
})
