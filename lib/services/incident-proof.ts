/** Whether a number is back: what the engine last stored, and the rule's own question asked again now. */

import { kindOf } from '@/lib/alerts/kinds'
import { ruleOf } from '@/lib/alerts/rule'
import type { Evaluation, Rule } from '@/lib/alerts/types'
import { isAppError } from '@/lib/core/errors'
import {
  countIncidentMembers,
  type IncidentKeyState,
  type IncidentRow,
  readIncidentRule,
  readIncidentStates,
} from '@/lib/db/incidents'
import type { Reader } from '@/lib/db/pool'
import { queryMetrics } from '@/lib/db/query'
import type { Context } from './context'
import { readTenant } from './read-tenant'

/** Instants are epoch milliseconds. */
export interface Proof {
  readonly kind: 'number' | 'answered'
  /** since when it has been back */
  readonly from: number
  readonly to: number
  /** value and limit of each thing that was out of it; for conversations how many were answered */
  readonly values: readonly {
    readonly key: string
    readonly value: number | null
    readonly limit: number | null
  }[]
  readonly answered?: number
}

/** How far an incident has come back. `needed` evaluations in a row must be inside; for conversations all of them. */
export interface Recovery {
  readonly kind: 'number' | 'answered'
  readonly done: number
  readonly needed: number
  /** the limit it must be back inside of; null = none in one number */
  readonly limit: number | null
  /** when it will have been back long enough, epoch ms, if it stays; null = not back yet */
  readonly provenAt: number | null
  /** null = not back, or not for long enough yet */
  readonly proof: Proof | null
}

/** Evaluations, at least, for which a number must stay inside its limit. */
const PROOF_TIMES = 2

/** The stored rule, or null where it is of an older making or gone. */
export async function ruleOfIncident(
  reader: Reader,
  incident: Pick<IncidentRow, 'ruleId' | 'ruleVersion'>,
): Promise<Rule | null> {
  const stored = await readIncidentRule(reader, incident)
  if (stored === null) return null
  try {
    return ruleOf(stored)
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}

/** What a rule that is evaluated says at an instant, asked through the query door; null = it asks no numbers. */
export async function evaluateAt(
  rule: Rule,
  at: number,
  ctx: Context,
): Promise<readonly Evaluation[] | null> {
  const kind = kindOf(rule.kind)
  if (kind === undefined || kind.fires === 'timer') return null
  const { zone } = await readTenant(ctx.now)
  const queries = kind.queries(rule.params, at, zone)
  if (queries.length === 0) return null
  const results = await Promise.all(
    queries.map((query) => queryMetrics(query, { now: at, zone, locale: ctx.locale })),
  )
  return kind.evaluate(results, rule.params, { now: at, zone, sources: [], known: [] })
}

/**
 * How far it has come back. A number is proven back where the engine found it so (as many evaluations in a row as the
 * rule asks), it stayed so as long again, at least for two evaluations, and the rule's question, put again now, finds
 * none of its keys out of its limit.
 */
export async function recoveryOf(
  reader: Reader,
  now: number,
  incident: IncidentRow,
  /** what the rule says now, see `evaluateAt`; null = judged by what is stored alone */
  found: readonly Evaluation[] | null = null,
): Promise<Recovery> {
  const members = await countIncidentMembers(reader, incident.id)
  if (members.all > 0) {
    const answered = members.closed === members.all
    return {
      kind: 'answered',
      done: members.closed,
      needed: members.all,
      limit: null,
      provenAt: null,
      proof: answered
        ? {
            kind: 'answered',
            from: members.from ?? incident.breachedAt,
            to: members.to ?? now,
            values: [],
            answered: members.all,
          }
        : null,
    }
  }
  const states = await readIncidentStates(reader, incident)
  const rule = await ruleOfIncident(reader, incident)
  const needed = Math.max(1, rule?.recoverTimes ?? 2)
  const every = (rule?.everySeconds ?? 60) * 1000
  const timesOf = ({ state }: IncidentKeyState) =>
    state.open ? Math.min(state.recoveredTimes, needed) : needed
  const back = incident.state === 'open' ? null : incident.recoveredAt
  // Without any stored state only the engine's own word counts.
  const done = states.length === 0 ? (back === null ? 0 : needed) : Math.min(...states.map(timesOf))
  const provenAt = back === null || done < needed ? null : back + Math.max(PROOF_TIMES, needed) * every
  const recovery = { kind: 'number', done, needed, limit: incident.limit, provenAt } as const
  const keys = new Set([incident.key, ...states.map(({ key }) => key)])
  const concerned = found?.filter(({ key }) => keys.has(key)) ?? []
  const out = concerned.some(({ verdict }) => verdict === 'breach' || verdict === 'error')
  if (back === null || provenAt === null || provenAt > now || out) return { ...recovery, proof: null }
  const values =
    concerned.length > 0
      ? concerned.map(({ key, value, limit }) => ({ key, value, limit }))
      : states.map(({ key, state }) => ({ key, value: state.value, limit: state.limit }))
  return { ...recovery, proof: { kind: 'number', from: back, to: now, values } }
}
