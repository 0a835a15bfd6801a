import { type AlarmGroup, groupOf } from '@/lib/alerts/keys'
import type { AlarmScope, Rule } from '@/lib/alerts/types'
import { readActiveRules } from '@/lib/db/alert-evaluations'
import { countOpenMembers, groupId, lockGroups, readFiring } from '@/lib/db/incidents-engine'
import { transaction } from '@/lib/db/pool'
import { type FiredTimer, holdTimers, takeDueTimers, takeHeldTimers } from '@/lib/db/rule-timers'
import { readAutomation } from '@/lib/db/settings'
import { AlarmRound, type Opening } from './alarm-round'
import { waitTitle } from './alarm-titles'
import { readAlarmWorld, readServing } from './alarm-world'
import { type Context, requireRole } from './context'
import type { Failpoint } from './evaluate-rules'
import { readTenant } from './read-tenant'

const AT_ONCE = 1_000
/** A limit that ran out this long ago is told in the summary, if at all by then. */
const LATE_MS = 60_000
/** What another alarm explains is looked at again this often. */
const HELD_MS = 5_000

interface Fired {
  readonly done: number
  /** more are due: call again */
  readonly more: boolean
}

/**
 * Fires the timers of conversations whose time has come at `ctx.now` (the database's clock), the first due first: each is
 * marked, its conversation joins its incident, and messages go out, in one transaction. What another alarm explains is
 * held, and told once that alarm is over and the conversation still waits. Two workers share the work. While
 * automation is off nothing fires, and what ran out meanwhile is told in a summary afterwards. Needs role admin.
 */
export async function fireRuleTimers(ctx: Context, failpoint?: Failpoint): Promise<Fired> {
  requireRole(ctx, 'admin')
  const { now } = ctx
  const { zone } = await readTenant(now)
  const serving = await readServing(now, zone).catch(() => new Map())
  return await transaction(async (client) => {
    if ((await readAutomation(client)).off) return { done: 0, more: false }
    const due = await takeDueTimers(client, now, AT_ONCE)
    const held = await takeHeldTimers(client, now - HELD_MS, AT_ONCE)
    const fired = [...due, ...held]
    if (fired.length === 0) return { done: 0, more: false }
    await failpoint?.('timers taken')
    const rules = new Map((await readActiveRules(client)).map((rule) => [rule.id, rule]))
    const groups = groupsOf(fired, rules)
    const refs = groups.map(({ rule, group }) => ({ ruleId: rule.id, key: group.key }))
    const incidents = await lockGroups(client, refs, now)
    const world = await readAlarmWorld(client, now, serving)
    const watched = [...new Set(groups.flatMap(({ rule }) => rule.inhibitedBy))]
    const round = new AlarmRound(client, world, now, incidents.values(), await readFiring(client, watched))
    const open = await countOpenMembers(
      client,
      [...incidents.values()].map(({ id }) => id),
    )
    const explained: FiredTimer[] = []
    for (const of of groups) {
      const known = incidents.get(groupId({ ruleId: of.rule.id, key: of.group.key }))
      const opening = openingOf(of, known === undefined ? 0 : (open.get(known.id) ?? 0), now, zone)
      if (!round.open(opening)) explained.push(...of.timers)
    }
    await round.flush()
    await holdTimers(client, explained, now)
    await failpoint?.('timers written')
    return { done: fired.length - explained.length, more: due.length === AT_ONCE || held.length === AT_ONCE }
  })
}

interface Group {
  readonly rule: Rule
  readonly group: AlarmGroup
  /** the most pressing first: beyond the limit before warned, VIPs before others, the longest wait first */
  readonly timers: readonly FiredTimer[]
}

function scopeOf(timer: FiredTimer): AlarmScope {
  const { ruleId: _, ticketId: __, phase: ___, since: ____, dueAt: _____, ...scope } = timer
  return scope
}

const isWarning = ({ phase }: FiredTimer) => phase === 'warn' || phase === 'solve_warn'
const isVip = ({ customerTier }: FiredTimer) => customerTier === 'vip'

function groupsOf(fired: readonly FiredTimer[], rules: ReadonlyMap<string, Rule>): Group[] {
  const groups = new Map<string, { rule: Rule; group: AlarmGroup; timers: FiredTimer[] }>()
  for (const timer of fired) {
    // A rule that is off or gone: its timers are being cleared.
    const rule = rules.get(timer.ruleId)
    if (rule === undefined) continue
    const group = groupOf(rule.groupBy, scopeOf(timer))
    const id = groupId({ ruleId: rule.id, key: group.key })
    const known = groups.get(id) ?? { rule, group, timers: [] }
    known.timers.push(timer)
    groups.set(id, known)
  }
  return [...groups.values()].map(({ timers, ...of }) => ({
    ...of,
    timers: timers.sort(
      (a, b) =>
        Number(isWarning(a)) - Number(isWarning(b)) ||
        Number(isVip(b)) - Number(isVip(a)) ||
        a.since - b.since,
    ),
  }))
}

function openingOf({ rule, group, timers }: Group, standing: number, now: number, zone: string): Opening {
  const [first] = timers
  if (first === undefined) throw new Error('A group of timers holds at least one.')
  const single = rule.groupBy === 'key'
  const vip = timers.some(isVip)
  const waiting = new Set(timers.map(({ ticketId }) => ticketId)).size + standing
  return {
    rule,
    group,
    about: scopeOf(first),
    title: waitTitle(rule, group.scope, first.phase, single && vip, zone),
    severity: isWarning(first) ? 'watch' : rule.severity,
    metric: null,
    unit: single ? 'seconds' : 'count',
    value: single ? Math.round((now - first.since) / 1000) : waiting,
    limit: single && !isWarning(first) ? Math.round((first.dueAt - first.since) / 1000) : null,
    breachedAt: Math.min(...timers.map(({ dueAt }) => dueAt)),
    vip,
    late: timers.every(({ dueAt }) => now - dueAt > LATE_MS),
    members: timers.map(({ ruleId, ticketId, source, subject, phase, since, dueAt }) => ({
      ruleId,
      ticketId,
      source,
      subject,
      phase,
      since,
      dueAt,
    })),
    trend: [],
  }
}
