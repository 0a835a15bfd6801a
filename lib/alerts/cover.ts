/** What is wrong with who works when: hours nobody is on duty, people who are gone, the same shift twice. Pure. */
import { DAY, dayNumberAt, instantOfWall, MINUTE, weekdayOf } from '@/lib/core/zone'
import type { Instant } from '@/lib/facts/event'
import { dutiesFor, inCharge } from './in-charge'
import { minuteOfDay } from './quiet'
import type { AlarmScope, Organisation, OrgDuty } from './types'

/** Half-open. */
export interface Stretch {
  readonly from: Instant
  readonly to: Instant
}

/** Hours nobody is on duty; null = since before, or beyond, the weeks that were looked at. */
export interface Gap {
  readonly from: Instant | null
  readonly to: Instant | null
}

/** An entry of the duty list with its id. */
export interface KnownDuty extends OrgDuty {
  readonly id: string
}

export type CoverFinding =
  /** `gaps` of the coming week, one per weekday and hour; `insteadIds` are told in the first of them */
  | {
      readonly kind: 'gap'
      readonly scope: AlarmScope
      readonly gaps: readonly Gap[]
      readonly insteadIds: readonly string[]
    }
  | { readonly kind: 'disabled_duty'; readonly dutyId: string; readonly userId: string }
  | { readonly kind: 'disabled_lead'; readonly team: string; readonly userId: string }
  | { readonly kind: 'disabled_owner'; readonly scope: AlarmScope; readonly userId: string }
  /** nobody leads the team: `insteadIds` are told */
  | { readonly kind: 'no_lead'; readonly team: string; readonly insteadIds: readonly string[] }
  /** the same person twice at the same time for the same team and channel */
  | {
      readonly kind: 'overlap'
      readonly dutyIds: readonly [string, string]
      readonly userId: string
      readonly at: Instant
    }

const BEFORE = 8 * DAY
const AFTER = 15 * DAY
const WEEK = 7 * DAY

/** When an entry of the duty list holds within [from, to), in order. */
export function stretchesOf(
  duty: Pick<OrgDuty, 'weekdays' | 'from' | 'to' | 'validFrom' | 'validTo'>,
  from: Instant,
  to: Instant,
  zone: string,
): readonly Stretch[] {
  const begin = Math.max(from, duty.validFrom ?? from)
  const end = Math.min(to, duty.validTo ?? to)
  if (end <= begin) return []
  const start = minuteOfDay(duty.from)
  const stop = minuteOfDay(duty.to)
  const length = stop > start ? stop - start : stop - start + 1440
  const found: Stretch[] = []
  for (let day = dayNumberAt(begin, zone) - 1; day <= dayNumberAt(end, zone); day++) {
    if (duty.weekdays.length > 0 && !duty.weekdays.includes(weekdayOf(day))) continue
    const wall = day * DAY + start * MINUTE
    const clipped = {
      from: Math.max(begin, instantOfWall(wall, zone)),
      to: Math.min(end, instantOfWall(wall + length * MINUTE, zone)),
    }
    if (clipped.from < clipped.to) found.push(clipped)
  }
  return found
}

/** What no stretch covers within [from, to). */
export function uncovered(stretches: readonly Stretch[], from: Instant, to: Instant): readonly Stretch[] {
  const free: Stretch[] = []
  let reached = from
  for (const stretch of [...stretches].sort((a, b) => a.from - b.from)) {
    if (stretch.from > reached) free.push({ from: reached, to: stretch.from })
    reached = Math.max(reached, stretch.to)
  }
  if (reached < to) free.push({ from: reached, to })
  return free
}

/** Hours of the coming week in which nobody who can sign in is on duty for a scope. */
export function gapsOf(organisation: Organisation, scope: AlarmScope, now: Instant): readonly Gap[] {
  const { zone } = organisation
  const enabled = new Set(organisation.users.filter(({ disabled }) => !disabled).map(({ id }) => id))
  const [from, to] = [now - BEFORE, now + AFTER]
  const stretches = dutiesFor(organisation, scope)
    .filter(({ userId }) => enabled.has(userId))
    .flatMap((duty) => stretchesOf(duty, from, to, zone))
  const weekly = new Set<number>()
  return uncovered(stretches, from, to)
    .filter((gap) => gap.to > now && gap.from < now + WEEK)
    .filter((gap) => {
      // One that is there every week begins in the coming week too: it is said once.
      const place = ((gap.from % WEEK) + WEEK) % WEEK
      return weekly.has(place) ? false : weekly.add(place)
    })
    .map((gap) => ({ from: gap.from === from ? null : gap.from, to: gap.to === to ? null : gap.to }))
}

/**
 * Everything to say of the organisation as it stands at `now`. A scope has gaps where somebody is put on duty for it at
 * all; teams and channels without any entry follow those for everybody.
 */
export function coverFindings(
  organisation: Omit<Organisation, 'duties'> & { readonly duties: readonly KnownDuty[] },
  now: Instant,
): readonly CoverFinding[] {
  const { users, teams, channels, products, duties, zone } = organisation
  const gone = new Set(users.filter(({ disabled }) => disabled).map(({ id }) => id))
  const current = duties.filter(({ validTo }) => validTo === null || validTo > now)
  const scopes = new Map<string, AlarmScope>()
  for (const { team, channel } of current) {
    const scope = { ...(team === null ? {} : { team }), ...(channel === null ? {} : { channel }) }
    scopes.set(JSON.stringify(scope), scope)
  }
  return [
    ...[...scopes.values()].flatMap((scope): CoverFinding[] => {
      const gaps = gapsOf(organisation, scope, now)
      if (gaps.length === 0) return []
      const at = Math.max(now, gaps[0]?.from ?? now)
      const { userIds } = inCharge(organisation, 'on_duty', scope, at)
      return [{ kind: 'gap', scope, gaps, insteadIds: userIds }]
    }),
    ...current
      .filter(({ userId }) => gone.has(userId))
      .map(({ id, userId }): CoverFinding => ({ kind: 'disabled_duty', dutyId: id, userId })),
    ...teams.flatMap(({ team, leads, supervisors }): CoverFinding[] => {
      const { insteadOf, userIds } = inCharge(organisation, 'lead', { team }, now)
      return [
        ...[...new Set([...leads, ...supervisors])]
          .filter((id) => gone.has(id))
          .map((userId): CoverFinding => ({ kind: 'disabled_lead', team, userId })),
        ...(insteadOf === null ? [] : [{ kind: 'no_lead' as const, team, insteadIds: userIds }]),
      ]
    }),
    ...[
      ...channels.map(({ channel, owners }) => ({ scope: { channel }, owners })),
      ...products.map(({ product, owners }) => ({ scope: { product }, owners })),
    ].flatMap(({ scope, owners }) =>
      owners
        .filter((id) => gone.has(id))
        .map((userId): CoverFinding => ({ kind: 'disabled_owner', scope, userId })),
    ),
    ...overlaps(current, now, zone),
  ]
}

function overlaps(duties: readonly KnownDuty[], now: Instant, zone: string): readonly CoverFinding[] {
  return duties.flatMap((one, i) =>
    duties.slice(i + 1).flatMap((other): CoverFinding[] => {
      const same = one.userId === other.userId && one.team === other.team && one.channel === other.channel
      if (!same) return []
      const theirs = stretchesOf(other, now, now + WEEK, zone)
      const shared = stretchesOf(one, now, now + WEEK, zone).flatMap((mine) =>
        theirs.flatMap((it) => {
          const from = Math.max(mine.from, it.from)
          return from < Math.min(mine.to, it.to) ? [from] : []
        }),
      )[0]
      return shared === undefined
        ? []
        : [{ kind: 'overlap', dutyIds: [one.id, other.id], userId: one.userId, at: shared }]
    }),
  )
}
