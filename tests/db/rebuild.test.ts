import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { applyAll, closeApplier } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import { rebuild } from '@/lib/db/rebuild'
import { assignCalendar, writeCalendar, writeSetting } from '@/lib/db/settings'
import { freshDatabase } from '../database'
import { contents, sampleHistories } from './histories'

const NOW = Date.UTC(2026, 10, 21)
const events = sampleHistories(150, 3).flat()
afterAll(closeApplier)

async function load(): Promise<void> {
  await freshDatabase()
  await storeEvents(events, { receivedAt: NOW })
  await applyAll()
}

describe('rebuild', () => {
  let expected: Awaited<ReturnType<typeof contents>>
  beforeAll(async () => {
    await load()
    expected = await contents()
  })

  it('finds no difference after applying, and changes nothing', async () => {
    const { rows } = await pool().query('SELECT count(*)::int AS n FROM ticket')
    expect(await rebuild({ check: true })).toEqual({
      tickets: rows[0].n,
      differences: 0,
      byTable: {},
      unfolded: 0,
    })
    expect(await contents()).toEqual(expected)
  })

  it('leaves events alone that are stored and not yet applied', async () => {
    await storeEvents(
      sampleHistories(10, 99)
        .flat()
        .map((e) => ({ ...e, id: `x${e.id}` })),
      { receivedAt: NOW },
    )
    expect((await rebuild({ check: true })).differences).toBe(0)
    await load()
  })

  it('finds what is wrong and puts it right', async () => {
    await pool().query(`
      UPDATE ticket SET messages_in = messages_in + 1 WHERE ticket_id IN (SELECT ticket_id FROM ticket ORDER BY 1 LIMIT 2);
      UPDATE ticket SET fcr_repeat = NOT fcr_repeat WHERE ticket_id IN (SELECT ticket_id FROM ticket ORDER BY 1 DESC LIMIT 1);
      DELETE FROM message WHERE (ticket_id, no) IN (SELECT ticket_id, no FROM message ORDER BY 1, 2 LIMIT 3);
      INSERT INTO message SELECT 'ffffffff-ffff-8fff-bfff-ffffffffffff', no, source, channel, product, issue_type,
        region, customer_tier, campaign, priority, team, agent, at, direction FROM message LIMIT 1;
      UPDATE rollup_opened SET n = n + 1, opened = opened + 1 WHERE cube = 'all';
      DELETE FROM rollup_sketch WHERE cube = 'team';
      UPDATE agent_span SET status = 'away' WHERE agent = 'amy' AND ended_at IS NULL;
      INSERT INTO agent_span VALUES ('nobody', NULL, 's', 'busy', NULL, '2026-01-01', NULL);
      DELETE FROM customer WHERE (source, customer) IN (SELECT source, customer FROM customer LIMIT 1);
      INSERT INTO customer (source, customer, orders) VALUES ('s', 'nobody', '{}');
      UPDATE complaint SET counted = NOT counted WHERE (ticket_id, no) IN (SELECT ticket_id, no FROM complaint LIMIT 1)`)
    const found = await rebuild({ check: true })
    for (const table of [
      'ticket',
      'message',
      'rollup_opened',
      'rollup_sketch',
      'agent_span',
      'customer',
      'complaint',
    ]) {
      expect([table, (found.byTable[table] ?? 0) > 0]).toEqual([table, true])
    }
    expect(found.byTable.ticket).toBe(3)
    expect(found.byTable.message).toBe(4)
    const repaired = await rebuild()
    expect(repaired.byTable.ticket).toBe(3)
    const now = await contents()
    for (const table of Object.keys(expected)) expect([table, now[table]]).toEqual([table, expected[table]])
    expect((await rebuild({ check: true })).differences).toBe(0)
  })

  it('other targets, calendars and zones: folding again by the applier is what a rebuild gives', async () => {
    await transaction(async (client) => {
      await writeSetting(
        client,
        'targets',
        { versions: [{ validFrom: '2026-03-05', kinds: { chat: { frtSeconds: 20 } } }] },
        NOW,
      )
      await writeCalendar(client, { id: 'office', name: 'Office', calendar: chinaCalendar() }, NOW)
      await assignCalendar(client, { scope: 'tenant', key: '', calendarId: 'office' }, NOW)
      await assignCalendar(
        client,
        { scope: 'channel', key: 'phone', validFrom: '2026-03-09', calendarId: 'office' },
        NOW,
      )
    })
    await applyAll()
    expect((await rebuild({ check: true })).differences).toBe(0)
    const changed = await contents()
    expect(changed.episode).not.toEqual(expected.episode)
    await transaction((client) =>
      writeSetting(client, 'tenant', { company: 'C', zone: 'America/New_York', demo: false }, NOW),
    )
    await applyAll()
    const { rows } = await pool().query('SELECT zone FROM stream')
    expect(rows).toEqual([{ zone: 'America/New_York' }])
    expect((await rebuild({ check: true })).differences).toBe(0)
    expect((await contents()).rollup_opened).not.toEqual(changed.rollup_opened)
  })

  it('refuses settings that are wrong, with the place', async () => {
    await expect(
      transaction((client) =>
        writeSetting(client, 'tenant', { company: 'C', zone: 'Mars', demo: false }, NOW),
      ),
    ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'zone' }] } })
  })
})
