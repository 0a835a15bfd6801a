import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { unitId } from '@/lib/core/ids'
import { type CustomerKey, readCustomerKeys } from '@/lib/db/customers-list'
import { pool } from '@/lib/db/pool'
import type { UnifiedEvent } from '@/lib/facts/event'
import { type Context, type Role, systemContext } from '@/lib/services/context'
import { getCustomer } from '@/lib/services/get-customer'
import { ANSWER_KINDS, listAnswers } from '@/lib/services/list-answers'
import { groupComplaints, listComplaints } from '@/lib/services/list-complaints'
import { listCustomers, type ShownCustomer } from '@/lib/services/list-customers'
import { listSuggestions } from '@/lib/services/list-suggestions'
import { listTickets } from '@/lib/services/list-tickets'
import { readIdle } from '@/lib/services/read-idle'
import { readFrtSatisfaction, readScores } from '@/lib/services/read-scores'
import { revealCustomer } from '@/lib/services/reveal-customer'
import { runQuery } from '@/lib/services/run-query'
import { freshDatabase } from '../database'
import { load, START, settle, world } from '../query/world'

const MINUTE = 60_000
const DAY = 86_400_000
const NOW = START + 15 * DAY
const iso = (at: number) => new Date(at).toISOString()
const all = systemContext('test', NOW)
const person = (role: Role, teams: readonly string[] | null): Context => ({
  principal: { kind: 'user', id: unitId('user', role), email: `${role}@example.com`, role, teams },
  now: NOW,
  locale: 'en',
})
const red = person('lead', ['red'])
const PERIOD = `from=${iso(START - DAY)}&to=${iso(START + 60 * DAY)}`
const period = { from: iso(START - DAY), to: iso(START + 60 * DAY) }
const search = (text: string) => new URLSearchParams(`${PERIOD}&${text}`)

const status = async (work: () => Promise<unknown>): Promise<number> => {
  try {
    await work()
    return 200
  } catch (error) {
    return (error as { status?: number }).status ?? 500
  }
}

let count = 0
const event = (
  source: string,
  subject: string | null,
  minute: number,
  type: string,
  data: Record<string, unknown>,
): UnifiedEvent => ({
  id: `own-${count++}`,
  source,
  subject,
  type,
  time: START + 3 * DAY + minute * MINUTE,
  data,
})

/** Ann of the crm: a settled ticket of team red with a low rating and a complaint, an open one of team blue, orders. */
const ANN: UnifiedEvent[] = [
  event('crm', null, 0, 'customer.updated', {
    customer: 'ann',
    name: '安小明',
    tier: 'vip',
    region: '上海',
    lifetimeValue: 12_345.5,
    tags: ['老客户'],
    phone: '13812345678',
    email: 'Ann.Ming@example.com',
  }),
  event('shop', null, 0, 'customer.updated', {
    customer: '13812345678',
    name: '安小明',
    phone: '13812345678',
  }),
  event('mail', null, 0, 'customer.updated', { customer: 'a-m', email: 'ann.ming@example.com' }),
  event('crm', null, 1, 'order.placed', { customer: 'ann', amount: 100.5, orderId: 'O-1' }),
  event('crm', null, 2, 'order.placed', { customer: 'ann', amount: 200 }),
  event('crm', null, 3, 'order.placed', { customer: 'ann' }),
  event('crm', 'A1', 10, 'ticket.opened', {
    channel: 'web',
    customer: 'ann',
    team: 'red',
    product: 'tea',
    title: '电话 13812345678 打不通',
  }),
  event('crm', 'A1', 10, 'message.sent', { from: 'customer', text: 'hello' }),
  event('crm', 'A1', 13, 'message.sent', { from: 'agent', agent: 'amy' }),
  event('crm', 'A1', 20, 'ticket.resolved', {}),
  event('crm', 'A1', 25, 'survey.answered', { kind: 'csat', score: 2, comment: '回我 a.b@example.com' }),
  event('crm', 'A1', 30, 'complaint.filed', {
    level: 'high',
    category: '物流',
    text: '我的号码 13812345678',
  }),
  event('crm', 'A1', 31, 'complaint.filed', { category: '物流', text: 'again' }),
  event('crm', 'A1', 40, 'message.sent', { from: 'agent', agent: 'amy' }),
  event('crm', 'A1', 50, 'suggestion.submitted', { suggestion: 's1', text: '请多放样品 13812345678' }),
  event('crm', 'A1', 51, 'suggestion.submitted', { suggestion: 's1', text: 'a second time' }),
  event('crm', 'A1', 52, 'suggestion.submitted', { suggestion: 's2', text: 'undecided' }),
  event('crm', 'A1', 60, 'suggestion.decided', { suggestion: 's1', adopted: true }),
  event('crm', 'A2', 100, 'ticket.opened', { channel: 'phone', customer: 'ann', team: 'blue' }),
]

beforeAll(async () => {
  await freshDatabase()
  await settle('Asia/Shanghai', false)
  const events = fc.sample(world(160), { seed: 5, numRuns: 1 })[0] ?? []
  await load([...events, ...ANN])
})

async function everyCustomer(ctx: Context, text: string, limit: number): Promise<ShownCustomer[]> {
  const rows: ShownCustomer[] = []
  let cursor: string | null = null
  do {
    const found: Awaited<ReturnType<typeof listCustomers>> = await listCustomers(
      ctx,
      search(`${text}&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`),
    )
    rows.push(...found.rows)
    cursor = found.nextCursor
  } while (cursor !== null)
  return rows
}

const keyOf = (row: { source: string; customer: string }) => `${row.source}/${row.customer}`

describe('the list of customers', () => {
  it.each(['recent', 'value', 'tickets'])('by %s: pages hold each customer once, in order', async (sort) => {
    const whole = await everyCustomer(all, `sort=${sort}`, 1_000)
    const paged = await everyCustomer(all, `sort=${sort}`, 2)
    expect(paged.map(keyOf)).toEqual(whole.map(keyOf))
    expect(new Set(whole.map(keyOf)).size).toBe(whole.length)
    const by = whole.map((row) =>
      sort === 'recent' ? Date.parse(row.lastAt ?? '') : sort === 'value' ? (row.value ?? -1) : row.tickets,
    )
    expect(by).toEqual([...by].sort((a, b) => b - a))
    const { rows } = await pool().query<{ source: string; customer: string; n: number }>(
      `SELECT source, customer, count(*) AS n FROM ticket WHERE customer IS NOT NULL AND opened_at >= $1 AND opened_at < $2 GROUP BY 1, 2`,
      [period.from, period.to],
    )
    expect(new Map(whole.map((row) => [keyOf(row), row.tickets]))).toEqual(
      new Map(rows.map((row) => [keyOf(row), row.n])),
    )
  })

  it('by value along the index, as for long periods: the same as over all tickets, without who has no value', async () => {
    const question = { stretches: [{ from: START - DAY, to: START + 60 * DAY }], filters: [], scope: null }
    const listing = { sort: 'value', only: null, initial: null } as const
    const grouped = await readCustomerKeys(question, listing, true, null, 1_000)
    const walked = []
    for (let after: CustomerKey | null = null; ; ) {
      const page: readonly CustomerKey[] = await readCustomerKeys(question, listing, false, after, 2)
      walked.push(...page.slice(0, 2))
      if (page.length <= 2) break
      after = page[1] ?? null
    }
    expect(walked.length).toBeGreaterThan(2)
    expect(walked).toEqual(grouped.filter((key) => key.by >= 0))
  })

  it('counts what GET /tickets lists for the customer, filters and team scope included', async () => {
    for (const ctx of [all, red]) {
      for (const filter of ['', 'channel=web', 'product!=tea', 'issueType=']) {
        for (const row of await everyCustomer(ctx, filter, 7)) {
          const listed = await listTickets(
            ctx,
            search(`${filter}&source=${row.source}&customer=${row.customer}&limit=1`),
          )
          expect(row.tickets, `${keyOf(row)} ${filter}`).toBe(listed.total)
        }
      }
    }
    const seen = await everyCustomer(red, '', 50)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.length).toBeLessThanOrEqual((await everyCustomer(all, '', 50)).length)
    expect(await everyCustomer(person('lead', []), '', 50)).toEqual([])
    expect(await everyCustomer(red, 'team=blue', 50)).toEqual([])
  })

  it('narrows to open tickets, complaints and low ratings', async () => {
    for (const [only, sql] of [
      ['open', "t.state = 'open'"],
      ['complaint', 'EXISTS (SELECT FROM complaint x WHERE x.ticket_id = t.ticket_id)'],
      [
        'low',
        "EXISTS (SELECT FROM answer x WHERE x.ticket_id = t.ticket_id AND x.kind LIKE 'csat%' AND x.normal_milli < 3000)",
      ],
    ] as const) {
      const { rows } = await pool().query<{ source: string; customer: string }>(
        `SELECT DISTINCT source, customer FROM ticket t WHERE customer IS NOT NULL AND opened_at IS NOT NULL AND ${sql}`,
      )
      for (const sort of ['recent', 'value', 'tickets']) {
        const found = await everyCustomer(all, `only=${only}&sort=${sort}`, 2)
        expect(new Set(found.map(keyOf)), only).toEqual(new Set(rows.map(keyOf)))
      }
    }
  })

  it('finds by the beginning of an id, a whole number or address, and a masked name; never by a full name', async () => {
    const found = async (q: string, ctx = all) =>
      (await listCustomers(ctx, search(`q=${encodeURIComponent(q)}`))).rows.map(keyOf)
    expect(await found('an')).toEqual(['crm/ann'])
    expect(new Set(await found('138 1234 5678'))).toEqual(new Set(['crm/ann', 'shop/13812345678']))
    expect(new Set(await found('ann.ming@EXAMPLE.com'))).toEqual(new Set(['crm/ann', 'mail/a-m']))
    expect(await found('1381234567')).toEqual(['shop/13812345678'])
    expect(await found('安**')).toEqual(['crm/ann'])
    expect(await found('安小明')).toEqual([])
    expect(await found('%')).toEqual([])
    expect(await found('_nn')).toEqual([])
    // Who has no ticket of a visible team is not there.
    expect(await found('138 1234 5678', red)).toEqual(['crm/ann'])
    expect(await found('ann', person('lead', ['green']))).toEqual([])
  })

  it('masks names and numbers in ids', async () => {
    const text = JSON.stringify((await listCustomers(all, search('q=13812345678'))).rows)
    expect(text).not.toContain('安小明')
    expect(text).toContain('138****5678')
    const [ann] = (await listCustomers(all, search('q=ann'))).rows
    expect(ann).toMatchObject({
      who: '安**',
      tier: 'vip',
      value: 12_345.5,
      rating: 2,
      complaints: 2,
      open: 1,
    })
  })

  it('refuses what it does not know, by name', async () => {
    for (const text of [
      'sort=name',
      'only=all',
      'cursor=abc',
      'metric=csat',
      'limit=0',
      'sort=value&sort=recent',
    ]) {
      expect(await status(() => listCustomers(all, search(text))), text).toBe(400)
    }
    expect(
      await status(() =>
        listCustomers(
          { ...all, principal: { kind: 'key', id: 'k', name: 'k', scopes: ['ingest'] } },
          search(''),
        ),
      ),
    ).toBe(403)
  })
})

describe('one customer', () => {
  it('is there with everything, masked', async () => {
    const ann = await getCustomer(all, 'crm', 'ann')
    expect(ann).toMatchObject({
      who: '安**',
      phone: '138****5678',
      email: 'A***@example.com',
      value: 12_345.5,
    })
    expect(ann.orders).toMatchObject({ count: 3, sum: 300.5 })
    expect(ann.tickets.map((ticket) => [ticket.subject, ticket.state])).toEqual([
      ['A2', 'open'],
      ['A1', 'resolved'],
    ])
    const [, first] = ann.tickets
    expect(first?.firstResponseSeconds).toBe(180)
    expect(first?.answers).toMatchObject([{ kind: 'csat', score: 2, comment: '回我 a***@example.com' }])
    expect(first?.complaints.map((it) => it.text)).toEqual(['again', '我的号码 138****5678'])
    expect(first?.suggestions.find((it) => it.text === '请多放样品 138****5678')?.adopted).toBe(true)
    expect(first?.suggestions.find((it) => it.text === 'undecided')?.adopted).toBeNull()
    expect(new Set(ann.twins.map((twin) => `${twin.source} ${twin.by}`))).toEqual(
      new Set(['shop phone', 'mail email']),
    )
    expect(JSON.stringify(ann)).not.toMatch(/13812345678.*安小明|安小明/)
  })

  it('shows a lead the tickets of own teams only, and 404 beyond', async () => {
    const ann = await getCustomer(red, 'crm', 'ann')
    expect(ann.tickets.map((ticket) => ticket.subject)).toEqual(['A1'])
    expect(ann.twins).toEqual([])
    const theirs = await getCustomer(person('lead', ['green']), 'crm', 'ann').catch((error) => error)
    const none = await getCustomer(red, 'crm', 'nobody').catch((error) => error)
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect(theirs.message).toBe(none.message)
    expect(await status(() => getCustomer(all, 'crm', 'a\u0000'))).toBe(404)
    // Known by a profile alone: there for those who see all, not for a lead.
    expect(await status(() => getCustomer(all, 'mail', 'a-m'))).toBe(200)
    expect(await status(() => getCustomer(red, 'mail', 'a-m'))).toBe(404)
  })

  it('has the figures of the rows behind them', async () => {
    for (const ctx of [all, red]) {
      for (const row of await everyCustomer(ctx, '', 100)) {
        const { figures, figuresFrom, figuresTo } = await getCustomer(ctx, row.source, row.customer)
        const rows = async (metric: string) => {
          const query = new URLSearchParams({
            metric,
            from: figuresFrom,
            to: figuresTo,
            source: row.source,
            customer: row.customer,
            limit: '1000',
          })
          return (await listTickets(ctx, query)).rows
        }
        const sum = (list: readonly { n?: number; hits?: number }[], key: 'n' | 'hits') =>
          list.reduce((total, it) => total + (it[key] ?? 0), 0)
        const [frt, csat, fcr] = await Promise.all([rows('frt_avg'), rows('csat'), rows('fcr')])
        expect(figures.frtN, keyOf(row)).toBe(sum(frt, 'n'))
        const seconds = frt.flatMap((it) => it.values ?? []).reduce((total, it) => total + it, 0)
        expect(figures.frtSumMs / 1000).toBeCloseTo(seconds, 6)
        expect([figures.csatGood, figures.csatN]).toEqual([sum(csat, 'hits'), sum(csat, 'n')])
        expect([figures.fcrHits, figures.fcrN]).toEqual([sum(fcr, 'hits'), sum(fcr, 'n')])
      }
    }
  })

  it('reveals the name to supervisors and above, for a reason that is audited', async () => {
    const input = { source: 'crm', customer: 'ann', reason: '回电核对地址' }
    for (const role of ['lead', 'agent', 'auditor'] as const)
      expect(await status(() => revealCustomer(person(role, null), input)), role).toBe(403)
    expect(
      await status(() =>
        revealCustomer({ ...all, principal: { kind: 'key', id: 'k', name: 'k', scopes: ['read'] } }, input),
      ),
    ).toBe(403)
    for (const reason of ['', '  a ', 'two\nlines', 'x'.repeat(301), undefined])
      expect(await status(() => revealCustomer(person('manager', null), { ...input, reason }))).toBe(400)
    const before = await pool().query<{ n: number }>('SELECT count(*) AS n FROM audit_entry')
    expect(await status(() => revealCustomer(person('supervisor', ['green']), input))).toBe(404)
    expect(await status(() => revealCustomer(person('manager', null), { ...input, customer: 'no' }))).toBe(
      404,
    )
    const shown = await revealCustomer(person('supervisor', ['red']), input)
    expect(shown).toEqual({ name: '安小明', phone: '13812345678', email: 'Ann.Ming@example.com' })
    const { rows } = await pool().query<{ action: string; object: string; after: unknown; actor: string }>(
      'SELECT action, object, after, actor FROM audit_entry ORDER BY seq DESC',
    )
    expect(rows.length).toBe((before.rows[0]?.n ?? 0) + 1)
    expect(rows[0]).toEqual({
      action: 'customer.revealed',
      object: 'customer:crm/ann',
      after: { reason: '回电核对地址' },
      actor: `user:${unitId('user', 'supervisor')}`,
    })
  })
})

const METRIC_OF: Readonly<Record<string, string>> = { resolved: 'fcr_said' }
const FILTERS = [
  ['', []],
  ['channel=web', [{ dimension: 'channel', op: 'in', values: ['web'] }]],
  ['product!=tea', [{ dimension: 'product', op: 'not_in', values: ['tea'] }]],
  ['agent=amy', [{ dimension: 'agent', op: 'in', values: ['amy'] }]],
] as const

describe('answers', () => {
  it('are as many as the metric of their kind counts, and as good', async () => {
    for (const ctx of [all, red]) {
      for (const [text, filters] of FILTERS) {
        for (const kind of ANSWER_KINDS) {
          const metric = METRIC_OF[kind] ?? kind
          const answer = await runQuery(ctx, { metrics: [metric], period, filters })
          const n = answer.rows[0]?.n[metric] ?? 0
          const listed = await listAnswers(ctx, search(`${text}&kind=${kind}&limit=1000`))
          expect(listed.total, `${kind} ${text}`).toBe(n)
          expect(listed.rows).toHaveLength(n)
          const high = await listAnswers(ctx, search(`${text}&kind=${kind}&band=high`))
          const low = await listAnswers(ctx, search(`${text}&kind=${kind}&band=low`))
          const value = answer.rows[0]?.[metric]
          if (typeof value !== 'number') continue
          const expected = kind === 'nps' ? (100 * (high.total - low.total)) / n : high.total / n
          expect(expected, `${kind} ${text}`).toBeCloseTo(value, 9)
        }
      }
    }
  })

  it('page by page hold each once, newest first', async () => {
    const whole = await listAnswers(all, search('limit=1000'))
    const paged: (typeof whole.rows)[number][] = []
    let cursor: string | null = null
    do {
      const found: typeof whole = await listAnswers(
        all,
        search(`limit=3${cursor === null ? '' : `&cursor=${cursor}`}`),
      )
      paged.push(...found.rows)
      expect(found.total).toBe(whole.total)
      cursor = found.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(whole.rows)
    expect(whole.rows).toHaveLength(whole.total)
  })

  it('have scores that add up to them, and comments without numbers', async () => {
    const scores = await readScores(all, search(''))
    for (const kind of ANSWER_KINDS) {
      const { total } = await listAnswers(all, search(`kind=${kind}&limit=1`))
      expect(scores.filter((it) => it.kind === kind).reduce((sum, it) => sum + it.n, 0)).toBe(total)
    }
    const said = await listAnswers(all, search('commented=true&source=crm'))
    expect(said.rows).toMatchObject([
      { comment: '回我 a***@example.com', who: '安**', subject: 'A1', band: 'low' },
    ])
    expect(said.rows[0]?.firstResponseSeconds).toBe(180)
  })

  it('by first response: the groups are what the list shows', async () => {
    const groups = await readFrtSatisfaction(all, search(''))
    expect(groups.map((group) => group.band)).toEqual(['quick', 'usual', 'slow'])
    let n = 0
    for (const group of groups) {
      const listed = await listAnswers(all, search(`kind=csat&frt=${group.band}&limit=1000`))
      expect(listed.total).toBe(group.n)
      expect(listed.rows.filter((row) => row.band === 'high')).toHaveLength(group.good)
      for (const row of listed.rows) {
        const seconds = row.firstResponseSeconds ?? -1
        expect(seconds < 30 ? 'quick' : seconds <= 120 ? 'usual' : 'slow').toBe(group.band)
      }
      n += group.n
    }
    expect(n).toBeGreaterThan(0)
  })
})

describe('complaints and suggestions', () => {
  it('are as many as the complaint rate counts', async () => {
    for (const ctx of [all, red]) {
      for (const [text, filters] of FILTERS) {
        const answer = await runQuery(ctx, { metrics: ['complaint_rate'], period, filters })
        const row = answer.rows[0]
        const rate = row?.complaint_rate
        const listed = await listComplaints(ctx, search(`${text}&counted=true&limit=1000`))
        if (typeof rate === 'number')
          expect(listed.total, text).toBe(Math.round(rate * (row?.n.complaint_rate ?? 0)))
        expect(listed.rows).toHaveLength(listed.total)
        for (const by of ['category', 'level', 'product', 'channel', 'team', 'issueType']) {
          const groups = await groupComplaints(ctx, search(`${text}&by=${by}`))
          expect(
            groups.reduce((sum, group) => sum + group.n, 0),
            by,
          ).toBe(listed.total)
        }
      }
    }
  })

  it('are shown with masked texts in the order they were filed, and the reply after them', async () => {
    const { rows, total } = await listComplaints(all, search('source=crm'))
    expect(total).toBe(2)
    expect(rows.map((row) => [row.text, row.level, row.counted, row.replySeconds])).toEqual([
      ['again', 'normal', false, 540],
      ['我的号码 138****5678', 'high', true, 600],
    ])
    expect((await listComplaints(all, search('source=crm&open=true'))).total).toBe(0)
    expect((await listComplaints(all, search('source=crm&level=high'))).total).toBe(1)
    expect((await listComplaints(all, search('category=-'))).rows.every((row) => row.category === null)).toBe(
      true,
    )
    expect((await listComplaints(person('lead', ['blue']), search('source=crm'))).total).toBe(0)
    const first = await listComplaints(all, search('source=crm&limit=1'))
    const second = await listComplaints(all, search(`source=crm&limit=1&cursor=${first.nextCursor}`))
    expect([...first.rows, ...second.rows]).toEqual(rows)
    expect(second.nextCursor).toBeNull()
  })

  it('suggestions: once each by their first submission, and by their decision as the metric counts', async () => {
    const submitted = await listSuggestions(all, search('source=crm'))
    expect(submitted.rows.map((row) => [row.suggestion, row.text, row.adopted])).toEqual([
      ['s2', 'undecided', null],
      ['s1', '请多放样品 138****5678', true],
    ])
    expect((await listSuggestions(all, search('source=crm&suggestions=pending'))).total).toBe(1)
    expect((await listSuggestions(red, search('source=crm'))).total).toBe(2)
    expect((await listSuggestions(person('lead', ['blue']), search('source=crm'))).total).toBe(0)
    for (const ctx of [all, red]) {
      const answer = await runQuery(ctx, { metrics: ['suggestion_adoption'], period })
      const n = answer.rows[0]?.n.suggestion_adoption ?? 0
      expect((await listSuggestions(ctx, search('suggestions=decided&limit=1000'))).total).toBe(n)
      const rate = answer.rows[0]?.suggestion_adoption
      const adopted = await listSuggestions(ctx, search('suggestions=adopted&limit=1000'))
      expect(adopted.total).toBe(typeof rate === 'number' ? Math.round(rate * n) : 0)
    }
  })
})

describe('idle time', () => {
  it('by hour adds up to occupancy', async () => {
    for (const ctx of [all, red]) {
      for (const [text, filters] of [
        ['', []],
        ['agent=amy', [{ dimension: 'agent', op: 'in', values: ['amy'] }]],
      ] as const) {
        const week = await readIdle(
          ctx,
          new URLSearchParams(`from=${iso(START)}&to=${iso(START + 12 * DAY)}&${text}`),
        )
        const answer = await runQuery(ctx, {
          metrics: ['occupancy'],
          period: { from: iso(START), to: iso(START + 12 * DAY) },
          filters,
        })
        const signed = week.cells.reduce((sum, cell) => sum + cell.signed, 0)
        const busy = week.cells.reduce((sum, cell) => sum + cell.busy, 0)
        const expected = answer.rows[0]?.occupancy
        if (typeof expected !== 'number') {
          expect(signed).toBe(0)
          continue
        }
        expect(busy / signed).toBeCloseTo(expected, 6)
        expect(week.days).toBeGreaterThan(0)
      }
    }
  })
})
