/** The figures that the owners of real logs state, out of an import and a query. The logs are not in the project. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { pool } from '@/lib/db/pool'
import { systemContext } from '@/lib/services/context'
import { type ImportSummary, importFile } from '@/lib/services/import-file'
import { runQuery } from '@/lib/services/run-query'
import { waitUntilApplied } from '@/lib/services/wait-until-applied'
import { freshDatabase } from '../database'

const data = path.resolve('..', 'shared', 'data')
const ctx = () => systemContext('test', Date.now())

/** Describes a log; where its file is absent its tests are skipped by name. */
const log = (title: string, file: string, tests: (file: string) => void) =>
  describe.skipIf(!existsSync(path.join(data, file)))(title, () => tests(path.join(data, file)))

interface Row {
  readonly [name: string]: unknown
  readonly n: Readonly<Record<string, number>>
}

async function load(file: string, source: string, mapping: string): Promise<ImportSummary> {
  const summary = await importFile(ctx(), { file, source, mapping })
  await waitUntilApplied(summary.position)
  return summary
}

async function query(source: string, metrics: readonly string[], more: object = {}): Promise<Row[]> {
  const answer = await runQuery(ctx(), {
    metrics,
    period: { from: '2009-01-01T00:00:00Z', to: '2021-12-31T00:00:00Z' },
    filters: [{ dimension: 'source', op: 'in', values: [source] }],
    limit: 1000,
    ...more,
  })
  return answer.rows as unknown as Row[]
}

async function total(source: string, metrics: readonly string[]): Promise<Row> {
  const [row] = await query(source, metrics)
  if (row === undefined) throw new Error('no row')
  return row
}

const number = (row: Row, metric: string) => Number(row[metric])
const rowsOf = (file: string) =>
  parse(gunzipSync(readFileSync(file)), { columns: true, bom: true }) as Record<string, string>[]
function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

log('call-log-exercise', 'call-log-exercise/calls.csv.gz', (file) => {
  beforeAll(async () => {
    await freshDatabase()
    expect(await load(file, 'calls', 'call-log-exercise')).toMatchObject({
      rows: 3388,
      rejected: 0,
      skipped: 0,
    })
  })

  it('has 3,388 calls, 2,753 answered, 18.74 % not', async () => {
    const row = await total('calls', ['tickets_opened', 'frt_avg', 'abandon_rate'])
    expect(row.tickets_opened).toBe(3388)
    expect(row.n.frt_avg).toBe(2753)
    expect(number(row, 'abandon_rate')).toBeCloseTo(635 / 3388, 12)
    expect((number(row, 'abandon_rate') * 100).toFixed(2)).toBe('18.74')
  })

  it('resolved 89.79 % of the answered', async () => {
    const row = await total('calls', ['fcr_said'])
    expect(row.n.fcr_said).toBe(2753)
    expect((number(row, 'fcr_said') * 100).toFixed(2)).toBe('89.79')
  })

  it('answered after 67.37 s and talked 227.12 s on average', async () => {
    const row = await total('calls', ['frt_avg', 'aht_avg'])
    expect(number(row, 'frt_avg').toFixed(2)).toBe('67.37')
    expect(number(row, 'aht_avg').toFixed(2)).toBe('227.12')
    expect(row.n.aht_avg).toBe(2753)
  })

  it('was rated 3.4181, 50.38 % with 4 or 5', async () => {
    const row = await total('calls', ['csat_avg', 'csat'])
    expect(number(row, 'csat_avg').toFixed(4)).toBe('3.4181')
    expect((number(row, 'csat') * 100).toFixed(2)).toBe('50.38')
    expect(row.n.csat).toBe(2753)
  })

  it.each([
    ['agent', 'agent'],
    ['issueType', 'topic'],
  ])('has the same figures by %s', async (dimension, column) => {
    const expected = groupBy(rowsOf(file), (row) => row[column])
    const metrics = ['frt_avg', 'aht_avg', 'csat_avg', 'csat', 'fcr_said']
    const rows = (await query('calls', metrics, { dimensions: [dimension] })).filter(
      (row) => row[dimension] !== null,
    )
    expect(rows.map((row) => row[dimension]).sort()).toEqual([...expected.keys()].sort())
    for (const row of rows) {
      const answered = (expected.get(String(row[dimension])) ?? []).filter((one) => one.answered === 'Y')
      const of = (name: string) => mean(answered.map((one) => Number(one[name])))
      expect(row.n.frt_avg).toBe(answered.length)
      expect(row.frt_avg).toBeCloseTo(of('speed_of_answer_s'), 9)
      expect(row.aht_avg).toBeCloseTo(of('talk_duration_s'), 9)
      expect(row.csat_avg).toBeCloseTo(of('satisfaction'), 9)
      expect(row.csat).toBeCloseTo(mean(answered.map((one) => (Number(one.satisfaction) >= 4 ? 1 : 0))), 9)
      expect(row.fcr_said).toBeCloseTo(mean(answered.map((one) => (one.resolved === 'Y' ? 1 : 0))), 9)
    }
  })

  it('has the same shares of abandoned calls by topic', async () => {
    const expected = groupBy(rowsOf(file), (row) => row.topic)
    for (const row of await query('calls', ['abandon_rate'], { dimensions: ['issueType'] })) {
      const calls = expected.get(String(row.issueType)) ?? []
      expect(row.abandon_rate).toBeCloseTo(mean(calls.map((one) => (one.answered === 'N' ? 1 : 0))), 9)
    }
  })
})

log('servicenow-incidents', 'ticket-logs/servicenow_incidents.csv.gz', (file) => {
  beforeAll(async () => {
    await freshDatabase()
    expect(await load(file, 'servicenow', 'servicenow-incidents')).toMatchObject({
      rows: 91_374,
      rejected: 0,
    })
  }, 400_000)

  it('has 15,170 incidents, 14,071 with resolved_at, median 42.52 h', async () => {
    const row = await total('servicenow', [
      'tickets_opened',
      'tickets_resolved',
      'tickets_closed',
      'resolution_p50',
    ])
    expect(row).toMatchObject({ tickets_opened: 15_170, tickets_resolved: 14_071, tickets_closed: 15_170 })
    expect(row.n.resolution_p50).toBe(14_071)
    expect((number(row, 'resolution_p50') / 3600).toFixed(2)).toBe('42.52')
  })

  it('never reassigned 49.66 % of all incidents', async () => {
    // transfer_rate divides by tickets answered, the log's owner by all: the numerator is the same.
    const row = await total('servicenow', ['transfer_rate', 'tickets_opened'])
    const transferred = Math.round(number(row, 'transfer_rate') * (row.n.transfer_rate ?? 0))
    expect(((1 - transferred / number(row, 'tickets_opened')) * 100).toFixed(2)).toBe('49.66')
  })

  it('keeps what our metrics do not express: made_sla 53.98 %, reopened 1.28 %', async () => {
    const { rows } = await pool().query<{ sla: number; reopened: number; all: number }>(
      `SELECT count(*) FILTER (WHERE 'made_sla' = ANY(tags)) AS sla, count(*) FILTER (WHERE reopened) AS reopened,
        count(*) AS all FROM ticket WHERE source = 'servicenow'`,
    )
    const { sla = 0, reopened = 0, all = 0 } = rows[0] ?? {}
    expect(((sla / all) * 100).toFixed(2)).toBe('53.98')
    // 194 by the log; INC0011848 was reopened, never answered again and shows no resolution: no reopening by ours.
    expect(reopened).toBe(193)
  })

  it('has the incidents of each priority', async () => {
    const last = [...groupBy(rowsOf(file), (row) => row.number).values()].map((rows) => rows.at(-1))
    const expected = groupBy(last, (row) => row?.priority)
    const rows = await query('servicenow', ['tickets_opened'], { dimensions: ['priority'] })
    expect(new Map(rows.map((row) => [row.priority, row.tickets_opened]))).toEqual(
      new Map([...expected].map(([priority, some]) => [priority, some.length])),
    )
  })
})

log('helpdesk-log', 'ticket-logs/helpdesk.csv.gz', (file) => {
  beforeAll(async () => {
    await freshDatabase()
    expect(await load(file, 'helpdesk', 'helpdesk-log')).toMatchObject({
      rows: 13_710,
      rejected: 0,
      skipped: 0,
    })
  })

  it('has every activity, case and duration', async () => {
    const cases = [...groupBy(rowsOf(file), (row) => row.CaseID).values()].map((rows) => {
      const times = rows.map((row) => Date.parse(`${row.CompleteTimestamp}Z`))
      return (Math.max(...times) - Math.min(...times)) / 1000
    })
    const row = await total('helpdesk', [
      'tickets_opened',
      'tickets_resolved',
      'resolution_avg',
      'resolution_p50',
    ])
    expect(row).toMatchObject({ tickets_opened: cases.length, tickets_resolved: cases.length })
    expect(row.resolution_avg).toBeCloseTo(mean(cases), 6)
    const sorted = [...cases].sort((a, b) => a - b)
    expect(row.resolution_p50).toBeCloseTo(mean([sorted[1901] ?? 0, sorted[1902] ?? 0]), 6)
    const { rows } = await pool().query(`SELECT count(*) AS n FROM event WHERE type = 'ticket.updated'`)
    expect(rows).toEqual([{ n: 13_710 }])
  })
})

log('support-tweets', 'support-tweets/support-tweets.csv.gz', (file) => {
  beforeAll(async () => {
    await freshDatabase()
    const summary = await load(file, 'twitter', 'support-tweets')
    expect(summary).toMatchObject({ rows: 3309, rejected: 0 })
    expect(summary.events).toBeGreaterThan(3309)
  })

  it('has 819 first replies, median 12.4 minutes, mean 188.0', async () => {
    const row = await total('twitter', ['frt_p50', 'frt_avg'])
    expect(row.n).toMatchObject({ frt_p50: 819, frt_avg: 819 })
    expect((number(row, 'frt_p50') / 60).toFixed(1)).toBe('12.4')
    expect((number(row, 'frt_avg') / 60).toFixed(1)).toBe('188.0')
  })

  it('takes whole threads under the other mapping', async () => {
    const summary = await load(file, 'threads', 'support-tweets-threads')
    expect(summary).toMatchObject({ rows: 3309, rejected: 0, skipped: 0 })
    const row = await total('threads', ['tickets_opened', 'messages_in', 'messages_out'])
    expect(row).toMatchObject({ tickets_opened: 880, messages_in: 1823, messages_out: 1486 })
  })
})

log('zh-dialogues', 'zh-helpdesk-dialogues/dialogues.jsonl.gz', (file) => {
  beforeAll(async () => {
    await freshDatabase()
    expect(await load(file, 'weibo', 'zh-dialogues')).toMatchObject({ rows: 2598, rejected: 0, skipped: 0 })
  })

  it('has 2,598 dialogues, their messages and votes', async () => {
    const dialogues = gunzipSync(readFileSync(file))
      .toString()
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { turns: { sender: string; utterances: string[] }[]; mean: { S: number } },
      )
    const said = (sender: string) =>
      dialogues.flatMap((d) => d.turns.filter((t) => t.sender === sender).flatMap((t) => t.utterances)).length
    const row = await total('weibo', ['tickets_opened', 'messages_in', 'messages_out', 'csat_avg'])
    expect(row).toMatchObject({
      tickets_opened: 2598,
      messages_in: said('customer'),
      messages_out: said('helpdesk'),
    })
    expect(row.csat_avg).toBeCloseTo(mean(dialogues.map((d) => Math.round(d.mean.S) + 3)), 9)
  })
})
