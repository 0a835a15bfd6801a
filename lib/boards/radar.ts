/** The breach radar: what a waiting conversation looks like, and how it stands at a moment. Pure. */

/**
 * When a countdown is worth a look: in the last `share` of its limit, from `seconds` on at the latest, but not before
 * the last `most` of it. So 10:00 turns at 2:00, 3:00 at 1:00 and a VIP's 0:30 at 0:10.
 */
export const SOON = { share: 1 / 5, seconds: 60, most: 1 / 3 } as const

/** One waiting conversation. Names masked; times RFC 3339. */
export interface RadarRow {
  readonly source: string
  readonly subject: string
  readonly who: string
  readonly vip: boolean
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly issueType: string | null
  readonly waitingFor: 'first_reply' | 'next_reply'
  readonly since: string
  readonly dueAt: string
  readonly limitSeconds: number
  /** below 0: over its limit */
  readonly secondsLeft: number
  readonly state: 'bad' | 'watch' | 'ok'
  readonly agentLoad: { readonly open: number; readonly capacity: number | null } | null
  readonly claim: { readonly name: string; readonly at: string; readonly mine: boolean } | null
  readonly note: { readonly text: string; readonly by: string; readonly at: string } | null
}

export interface RadarPage {
  /** the server's clock, to count down by */
  readonly at: string
  readonly rows: readonly RadarRow[]
  readonly nextCursor: string | null
  /** how many wait within the asker's teams, by channel, whatever is filtered */
  readonly channels: readonly {
    readonly channel: string | null
    readonly waiting: number
    readonly overdue: number
    readonly soon: number
    readonly vipOverdue: number
  }[]
  readonly waiting: number
  readonly overdue: number
  readonly soon: number
  /** people with room now, most room first */
  readonly free: readonly { readonly agent: string; readonly team: string | null; readonly room: number }[]
}

/** The state of a countdown: over is bad, its last part (`SOON`) is worth a look. */
export function radarState(secondsLeft: number, limitSeconds: number): 'bad' | 'watch' | 'ok' {
  if (secondsLeft < 0) return 'bad'
  const soon = Math.max(limitSeconds * SOON.share, Math.min(limitSeconds * SOON.most, SOON.seconds))
  return secondsLeft <= soon ? 'watch' : 'ok'
}

/** Seconds left at `now`, by the clock that `dueAt` was written by. */
export const secondsLeft = (row: Pick<RadarRow, 'dueAt'>, now: number): number =>
  (Date.parse(row.dueAt) - now) / 1000

/** The free person to ask for a conversation: of its own team first; each is named once before anybody twice. */
export function suggestions(
  rows: readonly Pick<RadarRow, 'team' | 'agent' | 'claim'>[],
  free: RadarPage['free'],
): (string | null)[] {
  const room = new Map(free.map((person) => [person.agent, person.room]))
  const taken = new Map<string, number>()
  return rows.map((row) => {
    if (row.agent !== null || row.claim !== null) return null
    const able = free.filter(({ agent }) => (taken.get(agent) ?? 0) < (room.get(agent) ?? 0))
    const best = [...able].sort(
      (a, b) =>
        (taken.get(a.agent) ?? 0) - (taken.get(b.agent) ?? 0) ||
        Number(b.team === row.team) - Number(a.team === row.team),
    )
    const own = best.find(({ team, agent }) => team === row.team && (taken.get(agent) ?? 0) === 0)
    const chosen = own ?? best[0]
    if (chosen === undefined) return null
    taken.set(chosen.agent, (taken.get(chosen.agent) ?? 0) + 1)
    return chosen.agent
  })
}
