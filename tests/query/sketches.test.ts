import { beforeAll, describe, expect, it } from 'vitest'
import { databaseUrl } from '@/lib/core/env'
import { createPool, pool, transaction } from '@/lib/db/pool'
import { queryMetrics } from '@/lib/db/query'
import { rebuildRollups } from '@/lib/db/rollup-rebuild'
import { parseQuery } from '@/lib/metrics/parse-query'
import { SKETCH_USUAL_ERROR, SKETCH_WORST_ERROR } from '@/lib/stats/sketch'
import { freshDatabase } from '../database'

const ZONE = 'Asia/Shanghai'
const START = Date.parse('2026-03-01T00:00:00+08:00')
const DAY = 86_400_000
const NOW = START + 40 * DAY

/** 70,000 answered episodes on one channel and 90 on another, with log-normal waits. */
beforeAll(async () => {
  await freshDatabase()
  const patient = createPool(databaseUrl(), { max: 1, statementTimeout: 100_000 })
  await patient.query(
    `INSERT INTO episode (ticket_id, no, source, channel, started_at, ended_at, outcome, wait_ms, wait_biz_ms, within,
       within_biz, due_at, due_biz_at, sl_within, sl_within_biz, sl_due_at, sl_due_biz_at, short_abandon)
     SELECT gen_random_uuid(), 0, 's', CASE WHEN i % 779 = 0 THEN 'rare' ELSE 'web' END, at, at, 'answered', w, w, true, true,
       at, at, true, true, at, at, false
     FROM (
       SELECT i, $1::timestamptz + (i * 37) * interval '1 second' AS at,
         round(exp(10 + 1.1 * sqrt(-2 * ln(((i * 7919) % 70001 + 0.5) / 70001)) * cos(2 * pi() * ((i * 104729) % 70001) / 70001)))::bigint AS w
       FROM generate_series(1, 70000::bigint) i
     ) x`,
    [new Date(START)],
  )
  await transaction((client) => rebuildRollups(client, ZONE), patient)
  await patient.end()
})

const ask = (input: Record<string, unknown>, sketched = false) =>
  queryMetrics(parseQuery(input, { now: NOW, zone: ZONE, scope: null }), {
    now: NOW,
    zone: ZONE,
    locale: 'en',
    sketched,
  })

async function exact(where: string): Promise<number[]> {
  const { rows } = await pool().query<{ p: number[] }>(
    `SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY wait_ms) AS p FROM episode WHERE ${where}`,
  )
  return (rows[0]?.p ?? []).map((p) => p / 1000)
}

describe('percentiles of many values', () => {
  const period = { from: '2026-03-01T00:00:00+08:00', to: '2026-04-01T00:00:00+08:00' }

  it('come from the sketch beyond 20,000 values, within the stated error', async () => {
    const answer = await ask({ metrics: ['frt_p50', 'frt_p90'], period })
    const [p50 = 0, p90 = 0] = await exact('true')
    const row = answer.rows[0]
    expect(row?.n.frt_p50).toBe(70_000)
    expect(Math.abs(Number(row?.frt_p50) / p50 - 1)).toBeLessThan(SKETCH_USUAL_ERROR)
    expect(Math.abs(Number(row?.frt_p90) / p90 - 1)).toBeLessThan(SKETCH_USUAL_ERROR)
    expect(row?.frt_p50).not.toBe(p50)
    expect(answer.meta.source).toBe('rollup')
  })

  it('are exact in cells under 200 values, beside sketched ones', async () => {
    const answer = await ask({ metrics: ['frt_p50', 'frt_p90'], dimensions: ['channel'], period })
    const rare = answer.rows.find((row) => row.channel === 'rare')
    const [p50, p90] = await exact("channel = 'rare'")
    expect(rare?.n.frt_p50).toBe(89)
    expect(rare?.frt_p50).toBe(p50)
    expect(rare?.frt_p90).toBe(p90)
    const web = answer.rows.find((row) => row.channel === 'web')
    const [w50 = 0] = await exact("channel = 'web'")
    expect(Math.abs(Number(web?.frt_p50) / w50 - 1)).toBeLessThan(SKETCH_USUAL_ERROR)
    expect(answer.meta.source).toBe('rollup+facts')
  })

  it('count ragged ends into the sketch', async () => {
    const from = new Date(START + 1_234_567).toISOString()
    const answer = await ask({ metrics: ['frt_p50'], period: { ...period, from } })
    const [p50 = 0] = await exact(`started_at >= '${from}'`)
    expect(Math.abs(Number(answer.rows[0]?.frt_p50) / p50 - 1)).toBeLessThan(SKETCH_USUAL_ERROR)
    const { rows } = await pool().query<{ n: number }>(
      'SELECT count(*) AS n FROM episode WHERE started_at >= $1',
      [from],
    )
    expect(answer.rows[0]?.n.frt_p50).toBe(rows[0]?.n)
  })

  it('come from the sketch alone where that is enough, in small cells too, with the same counts', async () => {
    const to = new Date(START + 3 * DAY).toISOString()
    const input = { metrics: ['frt_p50'], dimensions: ['channel'], grain: 'hour', period: { ...period, to } }
    const [exactly, closely] = [await ask(input), await ask(input, true)]
    expect(closely.rows.map(({ n }) => n)).toEqual(exactly.rows.map(({ n }) => n))
    const off = closely.rows.flatMap((row, i) =>
      row.frt_p50 === null ? [] : [Number(row.frt_p50) / Number(exactly.rows[i]?.frt_p50) - 1],
    )
    expect(off.length).toBeGreaterThan(70)
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(SKETCH_WORST_ERROR)
    expect(off.some((share) => Math.abs(share) > 0.001)).toBe(true)
    expect([exactly.meta.source, closely.meta.source]).toEqual(['rollup+facts', 'rollup'])
  })

  it('are exact up to 20,000 values', async () => {
    const to = new Date(START + 8 * DAY).toISOString()
    const answer = await ask({ metrics: ['frt_p90'], period: { ...period, to } })
    const [, p90] = await exact(`started_at < '${to}'`)
    expect(answer.rows[0]?.frt_p90).toBeCloseTo(p90 ?? 0, 9)
  })
})
