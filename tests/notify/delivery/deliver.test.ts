/** Sending: what arrives, when, how often, and what becomes of what does not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { INBOX_TARGET } from '@/lib/db/deliveries'
import { writeOutgoing } from '@/lib/db/notify-targets'
import { pool, transaction } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import { deliverDue } from '@/lib/services/deliver-messages'
import { freshDatabase } from '../../database'
import {
  type HttpReceiver,
  type MailReceiver,
  startMailReceiver,
  startReceiver,
  VENDOR_LIMITS,
} from '../../receivers'
import {
  addMail,
  addRobot,
  addUser,
  alarm,
  allowLoopback,
  NOON,
  states,
  tell,
  toolsOf,
  worker,
} from './world'

/** Kinds whose vendors limit how often a robot may speak. */
const CHATS = ['wecom', 'dingtalk', 'feishu', 'slack'] as const
const SECOND = 1000
const MINUTE = 60 * SECOND

let http: HttpReceiver
let mail: MailReceiver
let now = NOON
const clock = () => now
const tools = (more: object = {}) => toolsOf('test', clock, more)
const deliver = (more: object = {}) => deliverDue(worker(now), tools(more))

/** Lets time pass in steps and sends what is due at each. */
async function pass(ms: number, step = SECOND): Promise<void> {
  const end = now + ms
  while (now < end) {
    now = Math.min(end, now + step)
    await deliver()
  }
}

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a-test-secret-that-is-long-enough-0123456789'
  process.env.NEXTAUTH_URL = 'https://helm.example.com'
  await freshDatabase()
  http = await startReceiver()
  mail = await startMailReceiver()
  http.clock = clock
  mail.clock = clock
  await allowLoopback()
})
afterAll(async () => {
  await http.close()
  await mail.close()
})
beforeEach(async () => {
  now += 2 * 60 * MINUTE
  http.journal.length = 0
  mail.journal.length = 0
  mail.answer = 'ok'
  await pool().query(
    `TRUNCATE delivery, notify_lane, notify_send, inbox_item, app_user CASCADE;
     UPDATE notify_target SET deleted_at = now() WHERE kind NOT IN ('inbox', 'wall')`,
  )
})

describe('every kind of target', () => {
  it('is told once, and its answer is kept', async () => {
    const kinds = ['wecom', 'dingtalk', 'feishu', 'slack', 'webhook', 'sms'] as const
    const ids = await Promise.all(kinds.map((kind) => addRobot(http, kind, `all-${kind}`)))
    const group = await addMail(mail, 'duty', ['duty@example.com', 'boss@example.com'])
    const personal = await addMail(mail, 'people', [])
    const user = await addUser('wang', 'supervisor')
    await tell(
      [
        ...ids.map((id) => ({ id })),
        { id: group },
        { id: personal, recipient: user },
        { id: INBOX_TARGET, recipient: user },
        { id: '00000000-0000-8000-8000-000000000002' },
      ],
      now,
      { title: { zh: '抖音 首次响应 超过 1 分钟', en: 'Douyin FRT' } },
    )
    expect(await deliver()).toEqual({ sent: 10, failed: 0, digested: 0 })
    expect(http.journal.map((one) => one.player).sort()).toEqual([...kinds].sort())
    for (const { body } of http.journal) expect(body).toMatch(/1 分 48 秒|"value":108/)
    for (const { body } of http.journal) expect(body).toContain('https://helm.example.com/incidents/')
    expect(mail.journal.map((one) => one.to).sort()).toEqual([
      ['duty@example.com', 'boss@example.com'],
      ['wang@example.com'],
    ])
    expect(mail.journal[0]?.subject).toContain('抖音 首次响应 超过 1 分钟')
    expect(mail.journal[0]?.text).toContain('https://helm.example.com/incidents/')
    const inbox = await pool().query('SELECT user_id AS "userId", read_at AS "readAt" FROM inbox_item')
    expect(inbox.rows).toEqual([{ userId: user, readAt: null }])
    expect(await states()).toEqual({ sent: 10 })
    const { rows } = await pool().query(
      `SELECT response FROM delivery d JOIN notify_target n ON n.id = d.target_id WHERE n.kind = 'wecom'`,
    )
    expect(rows).toEqual([{ response: '{"errcode":0,"errmsg":"ok"}' }])
    await deliver()
    expect(http.journal).toHaveLength(6)
  })

  it('is judged by the body: a code in a 200 is a failure', async () => {
    const wecom = await addRobot(http, 'wecom', 'body-wecom')
    const feishu = await addRobot(http, 'feishu', 'body-feishu')
    const portal = await addRobot(http, 'dingtalk', 'body-portal')
    http.script('body-wecom', 'error_code', 'ok')
    http.script('body-feishu', 'rejected')
    http.script('body-portal', 'refuse_body', 'ok')
    await tell([{ id: wecom }, { id: feishu }, { id: portal }], now)
    expect(await deliver()).toMatchObject({ sent: 0, failed: 3 })
    expect(await states()).toEqual({ failed: 1, waiting: 2 })
    await pass(6 * SECOND)
    expect(await states()).toEqual({ failed: 1, sent: 2 })
    const { rows } = await pool().query("SELECT error FROM delivery WHERE state = 'failed'")
    expect(rows[0].error).toContain('19021')
  })
})

describe('what goes wrong', () => {
  it('is tried again after 5 s, 10 s, 20 s … and given up after 24 hours', async () => {
    const id = await addRobot(http, 'webhook', 'down')
    http.script('down', 'server_error')
    await tell([{ id }], now)
    const from = now
    await deliver()
    await pass(2 * MINUTE)
    const seconds = http.journal.map((one) => Math.round((one.at - from) / SECOND))
    expect(seconds).toEqual([0, 5, 15, 35, 75])
    await pass(24 * 60 * MINUTE, 5 * MINUTE)
    expect(await states()).toEqual({ failed: 1 })
    const last = http.journal.at(-1)?.at ?? 0
    expect(last - from).toBeLessThanOrEqual(24 * 60 * MINUTE)
    expect(last - from).toBeGreaterThan(23 * 60 * MINUTE)
    const gaps = http.journal.slice(1).map((one, i) => one.at - (http.journal[i]?.at ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(31 * MINUTE)
  })

  it('obeys Retry-After for the whole lane', async () => {
    const id = await addRobot(http, 'slack', 'limited')
    http.script('limited', { retryAfter: 90 }, 'ok')
    await tell([{ id }], now)
    const from = now
    await deliver()
    await tell([{ id }], now)
    await pass(3 * MINUTE)
    const seconds = http.journal.map((one) => Math.round((one.at - from) / SECOND))
    expect(seconds[0]).toBe(0)
    expect(seconds[1]).toBeGreaterThanOrEqual(90)
    expect(seconds[1]).toBeLessThanOrEqual(92)
    expect(await states()).toEqual({ sent: 2 })
  })

  it('a robot that says it was asked too often is left alone for as long as it blocks', async () => {
    const id = await addRobot(http, 'dingtalk', 'blocked')
    http.script('blocked', 'rate_code', 'ok')
    await tell([{ id }], now)
    const from = now
    await deliver()
    await pass(11 * MINUTE, 5 * SECOND)
    expect(http.journal.map((one) => Math.floor((one.at - from) / MINUTE))).toEqual([0, 10])
  })

  it('a broken connection may have arrived: the next attempt says 重发', async () => {
    const id = await addRobot(http, 'wecom', 'cut')
    http.script('cut', 'reset', 'ok')
    await tell([{ id }], now)
    await deliver()
    await pass(6 * SECOND)
    expect(http.journal.map((one) => one.body.includes('重发'))).toEqual([false, true])
    const { rows } = await pool().query('SELECT state, resent, attempts FROM delivery')
    expect(rows).toEqual([{ state: 'sent', resent: true, attempts: 2 }])
  })

  it('a refused connection has not arrived: the next attempt says nothing of the kind', async () => {
    const dead = await startReceiver()
    const id = await addRobot(dead, 'wecom', 'nobody')
    await dead.close()
    await tell([{ id }], now)
    await deliver()
    const { rows } = await pool().query('SELECT state, resent, error FROM delivery')
    expect(rows).toEqual([{ state: 'waiting', resent: false, error: 'failed: ECONNREFUSED' }])
  })

  it('goes to the fallback after three failures, with a note to administrators, within a minute', async () => {
    const admin = await addUser('admin', 'admin')
    const spare = await addMail(mail, 'spare', ['spare@example.com'])
    const id = await addRobot(http, 'wecom', 'broken', spare)
    http.script('broken', 'server_error')
    const from = now
    await tell([{ id }], now)
    await deliver()
    await pass(MINUTE)
    expect(mail.journal).toHaveLength(1)
    expect((mail.journal[0]?.at ?? 0) - from).toBeLessThanOrEqual(MINUTE)
    const notes = await pool().query('SELECT user_id AS "userId", message FROM inbox_item')
    expect(notes.rows).toHaveLength(1)
    expect(notes.rows[0]).toMatchObject({ userId: admin, message: { kind: 'target_failing' } })
    // what comes while it is known to be down goes there at once
    await tell([{ id }], now)
    await pass(2 * SECOND)
    expect(mail.journal).toHaveLength(2)
    http.script('broken', 'ok')
    await pass(6 * MINUTE, 5 * SECOND)
    const { rows } = await pool().query('SELECT failures FROM notify_target WHERE id = $1', [id])
    expect(rows).toEqual([{ failures: 0 }])
    expect((await states()).waiting).toBeUndefined()
  })

  it('a rejected message goes to the fallback at once', async () => {
    const spare = await addRobot(http, 'feishu', 'spare-group')
    const id = await addRobot(http, 'wecom', 'wrong-key', spare)
    http.script('wrong-key', 'rejected')
    await tell([{ id }], now)
    await deliver()
    await deliver()
    expect(http.journal.map((one) => one.name)).toEqual(['wrong-key', 'spare-group'])
  })

  it('a person without a mailbox does not close the lane for others', async () => {
    const people = await addMail(mail, 'people', [])
    const [a, b] = [await addUser('a', 'lead'), await addUser('b', 'lead')]
    mail.answer = 'no_such_user'
    await tell([{ id: people, recipient: a }], now)
    await deliver()
    mail.answer = 'ok'
    await tell([{ id: people, recipient: b }], now)
    await pass(SECOND)
    expect(mail.journal.map((one) => one.to)).toEqual([['b@example.com']])
    expect(await states()).toEqual({ failed: 1, sent: 1 })
  })

  it('nothing is sent while automation is off, and all of it afterwards', async () => {
    const id = await addRobot(http, 'wecom', 'switch')
    const turn = (off: boolean) =>
      transaction((client) =>
        writeSetting(client, 'automation', { off, since: now, by: 'user:x', reason: 'drill' }, now),
      )
    await turn(true)
    await tell([{ id }], now)
    await pass(MINUTE, 10 * SECOND)
    expect(http.journal).toHaveLength(0)
    await turn(false)
    await deliver()
    expect(http.journal).toHaveLength(1)
  })
})

describe('names of staff', () => {
  it('are masked outside and whole in the app, unless an administrator lets them out', async () => {
    const id = await addRobot(http, 'wecom', 'names')
    const group = await addMail(mail, 'names', ['duty@example.com'])
    const user = await addUser('lin', 'lead')
    const to = [{ id }, { id: group }, { id: INBOX_TARGET, recipient: user }]
    const named = { owner: '欧阳知夏', scope: [{ dimension: 'agent', value: '陈晓' }] }
    await tell(to, now, named)
    await deliver()
    const outside = () => [...http.journal.map(({ body }) => body), ...mail.journal.map(({ text }) => text)]
    expect(outside()).toHaveLength(2)
    for (const text of outside()) {
      expect(text).not.toMatch(/欧阳知夏|陈晓/)
      expect(text).toMatch(/欧[*＊]/)
    }
    const { rows } = await pool().query<{ owner: string }>(
      "SELECT message ->> 'owner' AS owner FROM inbox_item",
    )
    expect(rows).toEqual([{ owner: '欧阳知夏' }])
    await transaction((client) =>
      writeOutgoing(client, { allow: ['127.0.0.1/32'], heartbeatUrl: null, staffNames: 'full' }, now),
    )
    now += MINUTE
    await tell(to, now, named)
    await deliver()
    await allowLoopback()
    for (const text of outside().filter((_, i, all) => i % (all.length / 2) === 1)) {
      expect(text).toContain('欧阳知夏')
    }
  })
})

describe('limits', () => {
  it('500 alarms in a minute become digests in which every alarm is listed, within the limits', async () => {
    const robots = {
      wecom: await addRobot(http, 'wecom', 'flood-wecom'),
      dingtalk: await addRobot(http, 'dingtalk', 'flood-dingtalk'),
      feishu: await addRobot(http, 'feishu', 'flood-feishu'),
      slack: await addRobot(http, 'slack', 'flood-slack'),
    }
    for (const player of CHATS) http.enforce(`flood-${player}`, VENDOR_LIMITS[player])
    const group = await addMail(mail, 'flood-mail', ['duty@example.com'])
    const targets = [...Object.values(robots), group].map((id) => ({ id }))
    const numbers: string[] = []
    const began = now
    for (let second = 0; second < 60; second++) {
      for (let k = 0; k < (second < 20 ? 9 : 8); k++) {
        const message = await tell(targets, now)
        numbers.push(`A-${message.incident?.number}`)
      }
      await pass(SECOND, 500)
    }
    expect(numbers).toHaveLength(500)
    await pass(3 * MINUTE, 500)
    const limits = { wecom: [18, 60], dingtalk: [18, 60], feishu: [90, 5], slack: [60, 1] } as const
    for (const [player, [perMinute, perSecond]] of Object.entries(limits)) {
      const got = http.journal.filter((one) => one.player === player)
      // the place itself counts: none was too many
      expect(got.filter(({ behaviour }) => behaviour === 'rate_code')).toEqual([])
      const within = (ms: number) =>
        Math.max(...got.map((one) => got.filter((x) => x.at > one.at - ms && x.at <= one.at).length))
      expect(within(MINUTE), player).toBeLessThanOrEqual(perMinute)
      expect(within(SECOND), player).toBeLessThanOrEqual(perSecond)
      const said = got.map((one) => one.body).join('\n')
      expect(
        numbers.filter((number) => !said.includes(`${number} `)),
        player,
      ).toEqual([])
      for (const one of got.filter((x) => x.player === 'wecom')) {
        const { markdown } = JSON.parse(one.body) as { markdown: { content: string } }
        expect(Buffer.byteLength(markdown.content)).toBeLessThanOrEqual(4096)
      }
      process.stdout.write(
        `${player}: ${got.length} messages, last after ${Math.round(((got.at(-1)?.at ?? 0) - began) / SECOND)} s\n`,
      )
    }
    const mails = mail.journal.map((one) => one.text).join('\n')
    expect(numbers.filter((number) => !mails.includes(`${number} `))).toEqual([])
    const { rows } = await pool().query(
      `SELECT count(*) FILTER (WHERE state = 'digested' AND digest_id IS NULL)::int AS lost,
         count(*) FILTER (WHERE state NOT IN ('sent', 'digested'))::int AS open FROM delivery`,
    )
    expect(rows).toEqual([{ lost: 0, open: 0 }])
  }, 180_000)

  it('robots that others use as well answer with their code: all is listed all the same, nothing lost', async () => {
    const targets: { id: string }[] = []
    for (const player of CHATS) {
      targets.push({ id: await addRobot(http, player, `shared-${player}`) })
      http.enforce(`shared-${player}`, VENDOR_LIMITS[player])
    }
    /** Others say half of what each robot may say, and more than Feishu’s takes in a minute. */
    const crowd = (second: number) => {
      if (second % 6 === 0) for (const name of ['shared-wecom', 'shared-dingtalk']) http.crowd(name)
      for (let i = 0; i < 3; i++) http.crowd('shared-feishu')
      if (second % 2 === 0) http.crowd('shared-slack')
    }
    const numbers: string[] = []
    for (let second = 0; second < 90; second++) {
      crowd(second)
      for (let k = 0; k < (second < 60 ? 5 : 0); k++) {
        numbers.push(`A-${(await tell(targets, now)).incident?.number}`)
      }
      await pass(SECOND, 500)
    }
    await pass(45 * MINUTE, 5 * SECOND)
    const refusals: Record<string, number> = {}
    for (const player of CHATS) {
      const got = http.journal.filter(({ name }) => name === `shared-${player}`)
      const heard = got.filter(({ behaviour }) => behaviour === 'ok').map(({ body }) => body)
      refusals[player] = got.length - heard.length
      expect(refusals[player], player).toBeGreaterThan(0)
      // refused is not heard: each number stands in a message that was taken, and in one only
      const told = numbers.map((number) => heard.filter((body) => body.includes(`${number} `)).length)
      expect(Math.min(...told), player).toBe(1)
      expect(Math.max(...told), player).toBe(1)
      expect(heard.length, player).toBeLessThan(numbers.length / 2)
      expect(got.slice(1).some(({ body }) => body.includes('重发'))).toBe(false)
    }
    process.stdout.write(`refused by the vendors' limits: ${JSON.stringify(refusals)}\n`)
    expect(await states()).toEqual({ digested: expect.any(Number), sent: expect.any(Number) })
    const { rows } = await pool().query(
      "SELECT count(*)::int AS refused FROM delivery WHERE state = 'sent' AND attempts > 1",
    )
    expect(rows[0].refused).toBeGreaterThan(0)
  }, 180_000)

  it('counts over all workers', async () => {
    const id = await addRobot(http, 'wecom', 'shared')
    for (let i = 0; i < 3; i++) await tell([{ id }], now, {}, `test:${i}`)
    // three single messages are not folded: each needs its place
    await pool().query(
      `INSERT INTO notify_send (target_id, at) SELECT $1, to_timestamp($2::double precision / 1000)
       FROM generate_series(1, 17)`,
      [id, now - 10 * SECOND],
    )
    const workers = ['a', 'b', 'c', 'd'].map((owner) => deliverDue(worker(now), toolsOf(owner, clock)))
    await Promise.all(workers)
    expect(http.journal).toHaveLength(1)
  })
})

describe('lanes', () => {
  it('one that hangs delays the others by nothing', async () => {
    const dead = await addRobot(http, 'webhook', 'hangs')
    const quick = await addRobot(http, 'wecom', 'quick')
    http.script('hangs', 'hang')
    await tell([{ id: dead }, { id: quick }], now)
    const slow: ReturnType<typeof toolsOf>['fetch'] = (request, options) =>
      toolsOf('x', clock).fetch(request, { ...options, timeout: 1_500 } as typeof options)
    const began = performance.now()
    const all = deliver({ fetch: slow })
    await expect.poll(() => http.journal.filter((one) => one.name === 'quick').length).toBe(1)
    const took = performance.now() - began
    await all
    expect(took).toBeLessThan(1_000)
    const { rows } = await pool().query(
      "SELECT d.error FROM delivery d WHERE d.target_id = $1 AND d.state = 'waiting'",
      [dead],
    )
    expect(rows[0].error).toContain('timeout')
  })

  it('only who holds the lease writes the result', async () => {
    const id = await addRobot(http, 'wecom', 'fenced')
    await tell([{ id }], now)
    let second: Promise<unknown> | null = null
    const first = deliver({
      at: (step: string) => {
        if (step !== 'taken' || second !== null) return
        now += 2 * MINUTE
        second = deliverDue(worker(now), toolsOf('other', clock))
      },
      fetch: async (request: never, options: never) => {
        await second
        return toolsOf('x', clock).fetch(request, options)
      },
    })
    await first
    const { rows } = await pool().query('SELECT state, attempts, resent FROM delivery')
    expect(rows).toEqual([{ state: 'sent', attempts: 1, resent: true }])
    expect(http.journal.map((one) => one.body.includes('重发')).sort()).toEqual([false, true])
  })

  it('keeps the facts of a summary of ours as it came', async () => {
    const id = await addRobot(http, 'wecom', 'summary')
    const items = Array.from({ length: 5 }, (_, i) => ({
      title: { zh: `第 ${i} 条`, en: `no. ${i}` },
      path: '/incidents/1',
    }))
    await tell([{ id }], now, { ...alarm(), kind: 'summary', items })
    await deliver()
    for (let i = 0; i < 5; i++) expect(http.journal[0]?.body).toContain(`第 ${i} 条`)
  })
})
