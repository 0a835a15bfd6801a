/** The waits of the past under the limits of a rule that times conversations or keeps promises. */
import type { PastWaits, WaitsBacktest } from '@/lib/alerts/backtest-answer'
import type { ConversationParams } from '@/lib/alerts/kinds/conversation'
import { VIP } from '@/lib/alerts/kinds/matching'
import type { SlaParams } from '@/lib/alerts/kinds/sla'
import { outlasting, suggestWait, waitLimits } from '@/lib/alerts/past-waits'
import type { Clock } from '@/lib/alerts/types'
import { buckets } from '@/lib/core/grain'
import { countPastWaits, type WaitGroup } from '@/lib/db/past-waits'
import type { Asker, Period } from './backtest-series'

type Timed =
  | { readonly kind: 'conversation'; readonly params: ConversationParams }
  | { readonly kind: 'sla'; readonly params: SlaParams }

/** A limit of the rule: whose waits, on which clock. */
interface Asked extends Pick<PastWaits, 'policy' | 'part' | 'limit'> {
  /** place in the groups */
  readonly group: number
  readonly clock: Clock
}

export async function pastWaits(
  rule: Timed,
  period: Period,
  { now, zone, scope }: Asker,
): Promise<Omit<WaitsBacktest, 'tookMs'>> {
  const { groups, asked } =
    rule.kind === 'conversation' ? ofConversation(rule.params) : ofPolicies(rule.params)
  const days = [...buckets(period.from, period.to, 'day', zone), period.to]
  const limits = waitLimits(asked.map(({ limit }) => limit))
  const clocks = [...new Set(asked.map(({ clock }) => clock))]
  const counted = new Map(
    await Promise.all(
      clocks.map(async (clock) => {
        const only = asked.flatMap((it) => (it.clock === clock ? [it.group] : []))
        const found = await countPastWaits({ clock, days, now, limits, groups, teams: scope }, only)
        return [clock, found] as const
      }),
    ),
  )
  return {
    ...period,
    waits: asked.map(({ group, clock, policy, part, limit }): PastWaits => {
      const { business = false, filed = false } = groups[group] ?? {}
      const own = (counted.get(clock) ?? []).filter((it) => it.group === group)
      const suggested = suggestWait(own, limits)
      const longest = own.reduce((most, it) => Math.max(most, it.longestMs), 0)
      return {
        policy,
        part,
        limit,
        waits: own.reduce((sum, { count }) => sum + count, 0),
        limits: waitLimits([limit])
          .filter((seconds) => seconds === suggested || (seconds >= limit / 2 && seconds <= limit * 3))
          .map((seconds) => ({ seconds, longer: outlasting(own, limits, seconds) })),
        longest: own.length === 0 ? null : Math.floor(longest / 1000),
        suggested,
        days: days.slice(0, -1).map((at, day) => {
          const here = own.filter((it) => it.day === day)
          return {
            at,
            waits: here.reduce((sum, { count }) => sum + count, 0),
            longer: outlasting(here, limits, limit),
          }
        }),
        endedOnly: business,
        notKept: business && filed,
      }
    }),
  }
}

function ofConversation({ match, clock, calendar, limitSeconds, vip }: ConversationParams) {
  const business = calendar === 'business'
  const all: WaitGroup = { match, tier: null, business, filed: false }
  const rest = { policy: null, part: 'wait', limit: limitSeconds, clock } as const
  if (vip === null) return { groups: [all], asked: [{ ...rest, group: 0 }] satisfies Asked[] }
  return {
    groups: [{ ...all, tier: VIP }, all],
    asked: [
      { ...rest, group: 1 },
      { ...rest, part: 'vip', limit: vip.limitSeconds, group: 0 },
    ] satisfies Asked[],
  }
}

function ofPolicies({ policies }: SlaParams) {
  const groups = policies.map(
    ({ match, calendar }): WaitGroup => ({
      match,
      tier: null,
      business: calendar === 'business',
      filed: match.complaints !== undefined,
    }),
  )
  const asked = policies.flatMap(({ name, match, firstResponse, solution }, index): Asked[] => {
    const policy = { name, index }
    const reply = match.complaints === undefined ? 'first_reply' : 'reply'
    return [
      ...(firstResponse === null
        ? []
        : [
            {
              policy,
              part: 'firstResponse',
              limit: firstResponse.limitSeconds,
              group: index,
              clock: reply,
            } as const,
          ]),
      ...(solution === null
        ? []
        : [
            {
              policy,
              part: 'solution',
              limit: solution.limitSeconds,
              group: index,
              clock: 'unresolved',
            } as const,
          ]),
    ]
  })
  return { groups, asked }
}
