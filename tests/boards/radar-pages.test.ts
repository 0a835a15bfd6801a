/** The radar read on beyond its first rows, and what its head counts. */
import { describe, expect, it } from 'vitest'
import { countsOf, readPages } from '@/components/radar/radar-pages'
import type { RadarPage, RadarRow } from '@/lib/boards/radar'

const row = (n: number): RadarRow => ({
  source: 'shop',
  subject: `t${n}`,
  who: '客**',
  vip: n % 100 === 0,
  channel: 'douyin',
  team: null,
  agent: null,
  issueType: null,
  waitingFor: 'first_reply',
  since: '2026-11-20T06:00:00Z',
  dueAt: '2026-11-20T06:01:00Z',
  limitSeconds: 60,
  secondsLeft: 10,
  state: 'ok',
  agentLoad: null,
  claim: null,
  note: null,
})

/** A door behind which `all` wait; `moved` rows are met again on every further page. */
function door(all: number, moved = 0) {
  const asked: string[] = []
  const ask = (search: URLSearchParams): Promise<RadarPage> => {
    asked.push(search.toString())
    const from = Math.max(0, Number(search.get('cursor') ?? 0))
    const to = Math.min(all, from + Number(search.get('limit')))
    return Promise.resolve({
      at: '2026-11-20T06:00:50Z',
      rows: Array.from({ length: to - from }, (_, i) => row(from + i)),
      nextCursor: to < all ? String(to - moved) : null,
      channels: [],
      waiting: all,
      overdue: 700,
      soon: 40,
      free: [],
    })
  }
  return { ask, asked }
}
const none = (rows: readonly RadarRow[]) => rows.map(() => 'ok' as const)

describe('the pages of the radar', () => {
  it('are read on as far as is wanted, at most 500 at a time, within what is filtered', async () => {
    const { ask, asked } = door(900)
    const page = await readPages(ask, 'vip=1', 600)
    expect(page.rows.map(({ subject }) => subject)).toEqual(Array.from({ length: 600 }, (_, i) => `t${i}`))
    expect(page.nextCursor).toBe('600')
    expect(asked).toEqual(['vip=1&limit=500', 'vip=1&limit=100&cursor=500'])
  })

  it('end where nobody waits any more, and show once who moved between two of them', async () => {
    const page = await readPages(door(620, 7).ask, '', 1_000)
    expect(page.rows).toHaveLength(620)
    expect(page.nextCursor).toBeNull()
  })
})

describe('what its head counts', () => {
  it('are all who wait, also where their rows are not there', async () => {
    const page = await readPages(door(900).ask, '', 200)
    expect(countsOf(page, none(page.rows), false)).toEqual({
      bad: { count: 700, more: false },
      watch: { count: 40, more: false },
      ok: { count: 160, more: false },
      vip: { count: 2, more: true },
    })
    expect(countsOf(page, none(page.rows), true).ok).toEqual({ count: 200, more: true })
  })

  it('follow the clock where every row is there', async () => {
    const page = await readPages(door(3).ask, '', 200)
    expect(countsOf(page, ['bad', 'watch', 'watch'], false)).toEqual({
      bad: { count: 1, more: false },
      watch: { count: 2, more: false },
      ok: { count: 0, more: false },
      vip: { count: 1, more: false },
    })
  })
})
