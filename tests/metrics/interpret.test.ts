import { describe, expect, it } from 'vitest'
import { CUBES } from '@/lib/metrics/cubes'
import * as families from '@/lib/metrics/families'
import { contributions, matches, RollupDeltas, type Row } from '@/lib/metrics/interpret'
import * as m from '@/lib/metrics/measures'
import { rolledUp } from '@/lib/metrics/measures'

const ZONE = 'Asia/Shanghai'
const at = Date.parse('2026-11-01T09:30:00+08:00')

const episode: Row = {
  ticketId: 'a',
  no: 0,
  source: 's',
  channel: 'jd',
  team: 'A',
  agent: 'amy',
  product: null,
  startedAt: at,
  outcome: 'answered',
  waitMs: 41_000,
  waitBizMs: 0,
  within: true,
  withinBiz: true,
  slWithin: false,
  slWithinBiz: true,
  shortAbandon: false,
  dueAt: at + 60_000,
}

const column = (family: typeof families.episode, values: readonly number[]) =>
  Object.fromEntries(rolledUp(family).map((measure, i) => [measure.id, values[i]]))

describe('interpret', () => {
  it('gives every cube a cell and every measure its increment', () => {
    const found = contributions(families.episode, episode, ZONE)
    expect(found.cells).toHaveLength(CUBES.length)
    expect(found.cells).toContainEqual({
      cube: 'channel',
      bucket: Date.parse('2026-11-01T09:00:00+08:00'),
      k1: 'jd',
      k2: '',
    })
    expect(found.cells).toContainEqual({
      cube: 'team_channel',
      bucket: Date.parse('2026-11-01T00:00:00+08:00'),
      k1: 'A',
      k2: 'jd',
    })
    expect(found.cells.find((c) => c.cube === 'product')?.k1).toBe('')
    expect(column(families.episode, found.values)).toMatchObject({
      episode_answered: 1,
      first_response_time: 41_000,
      first_response_time_biz: 0,
      episode_within: 1,
      service_level_within: 0,
      service_level_within_biz: 1,
      episode_abandoned: 0,
    })
    expect(found.bins.map((b) => b.measure).sort()).toEqual([
      'first_response_sketch',
      'first_response_sketch_biz',
      'wait_sketch',
      'wait_sketch_biz',
    ])
  })

  it('leaves out rows without the anchor', () => {
    expect(contributions(families.episode, { ...episode, startedAt: null }, ZONE).cells).toEqual([])
  })

  it('decides live measures by the given now, and never without a due time', () => {
    const waiting: Row = { ...episode, outcome: 'waiting' }
    expect(matches(m.episodeOverdue.all_hours, waiting, at + 60_000)).toBe(false)
    expect(matches(m.episodeOverdue.all_hours, waiting, at + 60_001)).toBe(true)
    expect(matches(m.episodeOverdue.business, waiting, at + 9e9)).toBe(false)
  })

  it('cancels what is added and taken away', () => {
    const deltas = new RollupDeltas(ZONE)
    deltas.addRow(families.episode, episode, 1)
    expect(deltas.rollup(families.episode)).toHaveLength(CUBES.length)
    deltas.addRow(families.episode, { ...episode, waitMs: 50_000 }, -1)
    const changed = deltas.rollup(families.episode)
    expect(changed.every((c) => c.n === 0)).toBe(true)
    expect(column(families.episode, changed[0]?.values ?? []).first_response_time).toBe(-9_000)
    deltas.addRow(families.episode, { ...episode, waitMs: 50_000 }, 1)
    deltas.addRow(families.episode, episode, -1)
    expect(deltas.rollup(families.episode)).toEqual([])
    expect(deltas.sketches()).toEqual([])
  })
})
