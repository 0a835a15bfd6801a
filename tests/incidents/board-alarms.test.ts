import { beforeAll, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { readBoardAlarms } from '@/lib/db/board-alarms'
import { freshDatabase } from '../database'
import { incident, MINUTE, NOW, person, RULE, rows, watchRule } from './company'

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  await watchRule()
})

const standing = async () =>
  Object.fromEntries(
    (await readBoardAlarms(NOW, NOW - 60 * MINUTE, null)).standing.map((row) => [row.id, row]),
  )

it('a standing incident says who was told when, and how many evaluations it has been back', async () => {
  const [plain, helped] = [await incident(), await incident()]
  const { id: lead } = await person('陈晓', 'lead', 'east')
  await rows(
    `INSERT INTO incident_event (id, incident_id, at, actor, kind, body)
     VALUES (gen_random_uuid(), $1, $2, 'engine', 'told', $4), (gen_random_uuid(), $1, $3, 'engine', 'commented', '{}')`,
    [helped, new Date(NOW - 5 * MINUTE), new Date(NOW - MINUTE), JSON.stringify({ people: [lead] })],
  )
  await rows(
    `UPDATE alert_state SET body = jsonb_set(body, '{recoveredTimes}', '1') WHERE rule_id = $1 AND incident_id = $2`,
    [RULE, helped],
  )
  const now = await standing()
  expect(now[plain]).toMatchObject({ toldAt: null, owner: null, recoveredTimes: 0, recoverTimes: 2 })
  expect(now[helped]).toMatchObject({ owner: '陈晓', recoveredTimes: 1, recoverTimes: 2 })
  expect(new Date(now[helped]?.toldAt ?? 0).getTime()).toBe(NOW - 5 * MINUTE)

  // It may have been back more often than it takes, while it is kept; and be evaluated no more.
  await rows(
    `UPDATE alert_state SET body = jsonb_set(body, '{recoveredTimes}', '7') WHERE incident_id = $1`,
    [helped],
  )
  await rows('DELETE FROM alert_state WHERE incident_id = $1', [plain])
  const later = await standing()
  expect(later[helped]?.recoveredTimes).toBe(2)
  expect(later[plain]?.recoveredTimes).toBeNull()
})
