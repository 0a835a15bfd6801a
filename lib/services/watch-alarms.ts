import type { Rule } from '@/lib/alerts/types'
import { log } from '@/lib/core/log'
import { readEvaluationHealth } from '@/lib/db/alert-evaluations'
import { groupId, lockGroups } from '@/lib/db/incidents-engine'
import { transaction } from '@/lib/db/pool'
import { AlarmRound } from './alarm-round'
import { inBoth } from './alarm-titles'
import { readAlarmWorld } from './alarm-world'
import { type Context, requireRole } from './context'
import { ALARMS_STALLED } from './read-health'
import { readTenant } from './read-tenant'

/** The engine's own rule: it is in no list, and nobody can switch it off. */
const WATCH: Rule = {
  id: '00000000-0000-8000-8000-0000000000a1',
  version: 1,
  name: 'alarm engine',
  preset: null,
  enabled: true,
  kind: 'source',
  params: {},
  severity: 'bad',
  everySeconds: 60,
  forSeconds: 0,
  keepFiringSeconds: 0,
  recoverTimes: 1,
  noData: 'keep',
  onError: 'keep',
  groupBy: 'rule',
  inhibitedBy: [],
  activeIn: 'always',
  mute: [],
  repeatMinutes: null,
  flap: null,
  ladder: null,
  task: null,
}

/**
 * Watches the alarm engine from outside of it: where rules or timers are more than 90 s behind though a worker has
 * been there for minutes, an incident is opened and told by another path, the queue of planned jobs. It closes when the
 * engine has caught up. Needs role admin.
 */
export async function watchAlarms(
  ctx: Context,
): Promise<{ readonly opened: number; readonly closed: number }> {
  requireRole(ctx, 'admin')
  const { now } = ctx
  const { lagMs, settled } = await readEvaluationHealth()
  const stalled = lagMs > ALARMS_STALLED && settled
  if (stalled) log('alarms').error({ lagMs }, 'the alarm engine has stalled')
  const { zone } = await readTenant(now)
  return await transaction(async (client) => {
    const group = { key: '', scope: {} }
    const known = await lockGroups(client, [{ ruleId: WATCH.id, key: group.key }], now)
    const standing = known.get(groupId({ ruleId: WATCH.id, key: group.key }))
    const open = standing !== undefined && standing.state !== 'resolved'
    if (stalled === open) return { opened: 0, closed: 0 }
    const round = new AlarmRound(client, await readAlarmWorld(client, now, new Map()), now, known.values())
    if (stalled) {
      round.open({
        rule: WATCH,
        group,
        about: {},
        title: inBoth(zone, (t, f) => t('alarmTitle.watch', { lag: f.span(lagMs / 1000) })),
        severity: 'bad',
        metric: null,
        unit: 'seconds',
        value: Math.round(lagMs / 1000),
        limit: ALARMS_STALLED / 1000,
        breachedAt: now - lagMs,
        vip: false,
        late: false,
        members: [],
        trend: [],
      })
    } else if (standing !== undefined) {
      round.recover(standing)
      round.resolve(standing, { from: now, to: now, values: [Math.round(lagMs / 1000)] })
    }
    await round.flush()
    return { opened: stalled ? 1 : 0, closed: stalled ? 0 : 1 }
  })
}
