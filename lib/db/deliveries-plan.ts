/** Puts messages into the outbox, in the transaction of what they tell; senders take them from there. */
import { randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { AlarmMessage } from '@/lib/notify/types'

/** One message to one target. `about` and `step` name it: the same is never put there twice. */
export interface PlannedDelivery {
  readonly incidentId: string | null
  /** the incident's id, or `task:<id>`, `summary:<id>`, `test:<id>` */
  readonly about: string
  readonly step: string
  readonly targetId: string
  /** a person's id, or '' for a group, a wall, a webhook */
  readonly recipient: string
  readonly message: AlarmMessage
}

/** Channel on which senders hear that there is something to send. */
export const DELIVERIES_CHANNEL = 'helmline_deliveries'

/** Stores messages that wait to be sent from `now` on, and wakes the senders. Answers how many are new. */
export async function planDeliveries(
  client: ClientBase,
  deliveries: readonly PlannedDelivery[],
  now: number,
): Promise<number> {
  if (deliveries.length === 0) return 0
  const rows = [...deliveries]
    .sort((a, b) => order(keyOf(a), keyOf(b)))
    .map((one) => ({ ...one, id: randomUUID(), kind: one.message.kind }))
  const { rowCount } = await client.query(
    `INSERT INTO delivery (id, incident_id, about, step, target_id, recipient, kind, message, state, created_at, next_at)
     SELECT id, "incidentId", about, step, "targetId", recipient, kind, message, 'waiting', $2, $2
     FROM jsonb_to_recordset($1::jsonb) AS d(id uuid, "incidentId" uuid, about text, step text, "targetId" uuid,
       recipient text, kind text, message jsonb)
     ON CONFLICT (about, step, target_id, recipient) DO NOTHING`,
    [JSON.stringify(rows), new Date(now)],
  )
  if ((rowCount ?? 0) > 0) await client.query(`SELECT pg_notify('${DELIVERIES_CHANNEL}', '')`)
  return rowCount ?? 0
}

const keyOf = (one: PlannedDelivery) => `${one.about} ${one.step} ${one.targetId} ${one.recipient}`
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Where messages can go, as far as planning needs it. */
export interface PlanTarget {
  readonly id: string
  readonly kind: string
  /** each person has an address of their own there; false: one message for all */
  readonly personal: boolean
}

/** Targets that are switched on. Mail and SMS with a fixed recipient are not personal. */
export async function readPlanTargets(client: ClientBase): Promise<PlanTarget[]> {
  const { rows } = await client.query<PlanTarget>(
    `SELECT id, kind, kind = 'inbox'
       OR (kind IN ('email', 'sms') AND coalesce(config ->> 'to', '') IN ('', '[]')) AS personal
     FROM notify_target WHERE enabled AND deleted_at IS NULL ORDER BY id`,
  )
  return rows
}
