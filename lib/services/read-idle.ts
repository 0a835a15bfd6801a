import { z } from 'zod'
import { formatInZone, nextBucket } from '@/lib/core/grain'
import { resolvePreset } from '@/lib/core/period'
import { MINUTE } from '@/lib/core/zone'
import { type HourTime, readHourTimes } from '@/lib/db/idle'
import { weekHourAt } from '@/lib/metrics/week-hours'
import type { Context } from './context'
import { keepAnswers } from './kept'
import { parseRows } from './rows-input'

/** Signed-in and busy seconds of one hour of the week, summed over agents and weeks. */
export interface IdleCell {
  /** 1 Monday … 7 Sunday */
  readonly weekday: number
  readonly hour: number
  readonly signed: number
  readonly busy: number
}

export interface IdleWeek {
  readonly cells: readonly IdleCell[]
  /** days of the period that anybody was signed in on */
  readonly days: number
  readonly from: string
  readonly to: string
}

const keep = keepAnswers<IdleWeek>(5 * MINUTE)

/**
 * How busy agents were by weekday and hour, within the asker's teams. Parameters: period, `team`, `agent`, `source`.
 * Reads every contact of the period, so an answer stands for five minutes. Throws 400 `invalid_query`, 403 without
 * the scope `read`, 503 while the database is away.
 */
export async function readIdle(ctx: Context, search: URLSearchParams): Promise<IdleWeek> {
  const { question, period, zone } = await parseRows(ctx, search, [], z.object({}))
  const key = JSON.stringify([search.toString(), question.scope, zone])
  return keep(key, ctx.now, () => work(ctx, question, period, zone))
}

async function work(
  ctx: Context,
  question: {
    readonly filters: Parameters<typeof readHourTimes>[2]
    readonly scope: readonly string[] | null
  },
  asked: { readonly from: number; readonly to: number },
  zone: string,
): Promise<IdleWeek> {
  // Without a period: the last four weeks.
  const period =
    asked.to - asked.from > 400 * 24 * 60 * MINUTE ? resolvePreset('last_28_days', ctx.now, zone) : asked
  const to = Math.min(period.to, ctx.now)
  const boundaries: number[] = []
  for (let at = period.from; at < to; at = nextBucket(at, 'hour', zone)) boundaries.push(at)
  boundaries.push(to)
  const times: readonly HourTime[] = await readHourTimes(
    boundaries,
    ctx.now,
    question.filters,
    question.scope,
  )
  const cells = new Map<string, { weekday: number; hour: number; signed: number; busy: number }>()
  const days = new Set<string>()
  for (const { bucket, signed, busy } of times) {
    const at = boundaries[bucket]
    if (at === undefined) continue
    const { weekday, hour } = weekHourAt(at, zone)
    const cell = cells.get(`${weekday} ${hour}`) ?? { weekday, hour, signed: 0, busy: 0 }
    cell.signed += signed
    cell.busy += busy
    cells.set(`${weekday} ${hour}`, cell)
    if (signed > 0) days.add(formatInZone(at, zone).slice(0, 10))
  }
  return {
    cells: [...cells.values()],
    days: days.size,
    from: formatInZone(period.from, zone),
    to: formatInZone(to, zone),
  }
}
