/** A database with targets, people and incidents for tests of messages. */
import { randomUUID } from 'node:crypto'
import { planDeliveries } from '@/lib/db/deliveries-plan'
import { writeOutgoing, writeTarget } from '@/lib/db/notify-targets'
import { pool, transaction } from '@/lib/db/pool'
import { guardedFetch } from '@/lib/http/guarded-fetch'
import { sendMail } from '@/lib/http/mailer'
import type { AlarmMessage } from '@/lib/notify/types'
import { systemContext } from '@/lib/services/context'
import type { DeliveryTools } from '@/lib/services/deliver-messages'
import { sealFields } from '@/lib/services/target-secrets'
import type { HttpReceiver, MailReceiver, Player } from '../../receivers'
import { MESSAGE } from '../message'

export const NOON = Date.parse('2026-11-20T04:00:00Z')
export const WEBHOOK_SECRET = `whsec_${Buffer.from('helmline-test-secret-of-32-bytes').toString('base64')}`

/** Allows the loopback, where the receivers of tests are. */
export async function allowLoopback(): Promise<void> {
  await transaction(async (client) => {
    await writeOutgoing(client, { allow: ['127.0.0.1/32'], heartbeatUrl: null, staffNames: 'masked' }, NOON)
  })
}

export function toolsOf(owner: string, now: (() => number) | undefined, more: object = {}): DeliveryTools {
  return {
    owner,
    fetch: guardedFetch,
    mail: sendMail,
    random: () => 0.5,
    ...(now === undefined ? {} : { now }),
    ...more,
  }
}

/** The parts of a target of a kind that are secret. */
export function secretsOf(player: Player, url: string): Readonly<Record<string, unknown>> {
  switch (player) {
    case 'dingtalk':
    case 'feishu':
      return { url, secret: 'SEC0123' }
    case 'webhook':
      return { url, secret: WEBHOOK_SECRET }
    case 'sms':
      return { url, authorization: 'Bearer abc' }
    default:
      return { url }
  }
}

export async function addTarget(target: {
  readonly kind: string
  readonly name: string
  readonly config?: object
  readonly secret?: Readonly<Record<string, unknown>>
  readonly fallbackId?: string | null
}): Promise<string> {
  const id = randomUUID()
  await transaction((client) =>
    writeTarget(
      client,
      {
        id,
        name: target.name,
        kind: target.kind,
        config: target.config ?? {},
        secret: sealFields(id, target.secret ?? {}),
        locale: 'zh',
        enabled: true,
        fallbackId: target.fallbackId ?? null,
      },
      NOON,
    ),
  )
  return id
}

const SMS_CONFIG = {
  template: '{"mobile":"{phone}","content":"{text}","n":1}',
  okField: 'code',
  okValue: '0',
  to: ['13800000001'],
}

/** A robot, gateway or webhook at the receiver. */
export function addRobot(
  receiver: HttpReceiver,
  kind: Player,
  name: string,
  fallbackId: string | null = null,
): Promise<string> {
  return addTarget({
    kind,
    name,
    config: kind === 'sms' ? SMS_CONFIG : {},
    secret: secretsOf(kind, receiver.url(kind, name)),
    fallbackId,
  })
}

export function addMail(
  mail: MailReceiver,
  name: string,
  to: readonly string[],
  fallbackId: string | null = null,
): Promise<string> {
  return addTarget({
    kind: 'email',
    name,
    config: {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: null,
      from: 'helm@example.com',
      fromName: '客服驾驶舱',
      to,
    },
    secret: { password: null },
    fallbackId,
  })
}

export async function addUser(name: string, role: string, more: { phone?: string } = {}): Promise<string> {
  const id = randomUUID()
  await pool().query(
    `INSERT INTO app_user (id, email, name, role, teams, phone, created_at) VALUES ($1, $2, $3, $4, '{}', $5, now())`,
    [id, `${name}@example.com`, name, role, more.phone ?? null],
  )
  return id
}

let count = 0

export function alarm(more: Partial<AlarmMessage> = {}): AlarmMessage {
  count += 1
  return {
    ...MESSAGE,
    incident: { id: randomUUID(), number: 2000 + count },
    title: { zh: `抖音首次响应第 ${count} 次`, en: `Douyin first response no. ${count}` },
    since: NOON - 12 * 60_000,
    at: NOON,
    path: `/incidents/${2000 + count}`,
    vip: false,
    ...more,
  }
}

/** Puts one message for each target into the outbox, as the engine does with an incident. */
export async function tell(
  targets: readonly { readonly id: string; readonly recipient?: string }[],
  now: number,
  more: Partial<AlarmMessage> = {},
  step = 'fired:1',
): Promise<AlarmMessage> {
  const message = alarm(more)
  const about = message.incident?.id ?? randomUUID()
  await transaction((client) =>
    planDeliveries(
      client,
      targets.map(({ id, recipient }) => ({
        incidentId: message.incident?.id ?? null,
        about,
        step,
        targetId: id,
        recipient: recipient ?? '',
        message,
      })),
      now,
    ),
  )
  return message
}

export const worker = (now: number) => systemContext('worker', now)

export async function states(): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ state: string; n: number }>(
    'SELECT state, count(*)::int AS n FROM delivery GROUP BY state ORDER BY state',
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
