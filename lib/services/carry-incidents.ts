import type { Rule } from '@/lib/alerts/types'
import { readActiveRules, readBacklog } from '@/lib/db/alert-evaluations'
import { type Proof, readProofs } from '@/lib/db/alert-states'
import {
  type EngineIncident,
  listBackIncidents,
  listDueIncidents,
  listOrphans,
  lockIncidents,
  membersClosedAt,
} from '@/lib/db/incidents-engine'
import { type Connection, transaction } from '@/lib/db/pool'
import { readAutomation } from '@/lib/db/settings'
import { AlarmRound } from './alarm-round'
import { readAlarmWorld, readServing } from './alarm-world'
import { type Context, requireRole } from './context'
import type { Failpoint } from './evaluate-rules'
import { readTenant } from './read-tenant'

const AT_ONCE = 1_000
/** Evaluations that must lie inside before a number counts as proven. */
const PROOF_TIMES = 2

interface Carried {
  readonly done: number
  readonly more: boolean
}

/**
 * Carries standing incidents on at `ctx.now`: steps of ladders that are due without acknowledgement, repeats, the end of
 * silences, and the summary after an outage. One of acknowledging and escalating wins, because both change the row that
 * the other needs. Nothing while automation is off. Needs role admin.
 */
export async function escalateIncidents(ctx: Context, failpoint?: Failpoint): Promise<Carried> {
  requireRole(ctx, 'admin')
  return await carry(ctx, async (client, rules) => {
    const due = await listDueIncidents(client, ctx.now, AT_ONCE)
    if (due.length === 0) return 0
    const backlog = await readBacklog(client, ctx.now)
    const locked = (await lockIncidents(client, due)).filter(
      ({ state, nextStepAt, nextRepeatAt }) => state === 'open' && isDue(nextStepAt, nextRepeatAt, ctx.now),
    )
    if (locked.length === 0) return 0
    const round = await roundOf(client, ctx.now, locked)
    const late = locked.filter(isLate)
    for (const incident of locked) {
      const rule = rules.get(incident.ruleId)
      if (rule !== undefined && !isLate(incident)) round.carryLadder(incident, rule)
    }
    // As long as something is left to catch up with, the summary would not be the only one.
    const tell = late.length > 0 && backlog === 0
    if (tell) await round.tellLate(late, (id) => rules.get(id))
    await failpoint?.('escalating')
    await round.flush()
    await failpoint?.('escalated')
    return locked.length - (tell ? 0 : late.length)
  })
}

/**
 * Recovers incidents of conversations of which none waits any more, and closes those whose number has stayed inside long
 * enough, with what proves it. Those of rules that are off or gone are closed as such. Needs role admin.
 */
export async function recoverIncidents(ctx: Context, failpoint?: Failpoint): Promise<Carried> {
  requireRole(ctx, 'admin')
  const { now } = ctx
  return await carry(ctx, async (client, rules) => {
    const { quiet, recovered } = await listBackIncidents(client, AT_ONCE)
    const orphans = await listOrphans(client, AT_ONCE)
    const ids = [...new Set([...quiet, ...recovered, ...orphans])]
    if (ids.length === 0) return 0
    const closed = await membersClosedAt(client, quiet)
    const proofs = await readProofs(client, recovered)
    const ready = ids.filter((id) => {
      if (orphans.includes(id)) return true
      const at = closed.get(id)
      if (at !== undefined) return at.single || now - at.closedAt >= at.proofMs
      const proof = proofs.get(id)
      return proof !== undefined && isProven(proof, now)
    })
    if (ready.length === 0) return 0
    const locked = await lockIncidents(client, ready)
    const round = await roundOf(client, now, locked)
    const gone = new Set(orphans)
    const again = await membersClosedAt(client, quiet)
    let done = 0
    for (const incident of locked) {
      if (incident.state === 'resolved') continue
      const rule = rules.get(incident.ruleId)
      if (rule === undefined) {
        if (gone.has(incident.id)) round.abandon(incident)
        continue
      }
      const wait = again.get(incident.id)
      if (incident.state === 'open') {
        if (wait === undefined) continue
        round.recover(incident)
        round.resolve(incident, {
          from: wait.closedAt,
          to: now,
          answered: wait.members,
        })
      } else {
        const proof = proofs.get(incident.id)
        if (proof === undefined || incident.recoveredAt === null) continue
        round.resolve(incident, { from: incident.recoveredAt, to: now, values: proof.values })
      }
      done += 1
    }
    await failpoint?.('recovering')
    await round.flush()
    await failpoint?.('recovered')
    return done
  })
}

async function carry(
  { now }: Context,
  work: (client: Connection, rules: ReadonlyMap<string, Rule>) => Promise<number>,
): Promise<Carried> {
  await readTenant(now)
  const done = await transaction(async (client) => {
    if ((await readAutomation(client)).off) return 0
    const rules = new Map((await readActiveRules(client)).map((rule) => [rule.id, rule]))
    return await work(client, rules)
  })
  return { done, more: done >= AT_ONCE }
}

async function roundOf(
  client: Connection,
  now: number,
  incidents: readonly EngineIncident[],
): Promise<AlarmRound> {
  const { zone } = await readTenant(now)
  const serving = await readServing(now, zone).catch(() => new Map())
  return new AlarmRound(client, await readAlarmWorld(client, now, serving), now, incidents)
}

function isDue(step: number | null, repeat: number | null, now: number): boolean {
  return (step !== null && step <= now) || (repeat !== null && repeat <= now)
}

const isLate = ({ quiet }: EngineIncident) => quiet?.reasons.some(({ kind }) => kind === 'late') ?? false

function isProven(proof: Proof, now: number): boolean {
  const need = Math.max(PROOF_TIMES, proof.recoverTimes) * proof.everySeconds * 1000
  if (proof.out || proof.evaluatedAt === null) return false
  return now - proof.recoveredAt >= need && proof.evaluatedAt - proof.recoveredAt >= need
}
