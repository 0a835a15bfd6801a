/** Status spans of agents, kept up to date from the earliest new event on: their history is not read again. */
import type { ClientBase } from 'pg'
import type { UnifiedEvent } from '@/lib/facts/event'
import { foldAgent } from '@/lib/facts/fold-agent'
import type { AgentSpanFact } from '@/lib/facts/shapes'
import { instantArray, textArray, uuidArray } from './arrays'
import { AGENT_SPAN_TABLE } from './columns'
import { checkRow } from './fact-changes'
import { type Layout, sameRow, selectList, statementsOf } from './fact-store'
import { notBeyond } from './units'

export interface ChangedAgent {
  readonly unitId: string
  readonly agent: string
  /** earliest new event, epoch ms; null = all of its history */
  readonly since: number | null
}

const BEFORE = `
  SELECT ${selectList(AGENT_SPAN_TABLE, 's')} FROM unnest($1::text[], $2::timestamptz[]) AS u(agent, since)
  CROSS JOIN LATERAL (
    SELECT * FROM agent_span s WHERE s.agent = u.agent AND s.started_at < u.since
    ORDER BY s.started_at DESC LIMIT 1
  ) AS s`
const AFTER = `
  SELECT ${selectList(AGENT_SPAN_TABLE, 's')} FROM unnest($1::text[], $2::timestamptz[]) AS u(agent, since)
  JOIN agent_span s ON s.agent = u.agent AND s.started_at >= u.since`
const EVENTS = `
  SELECT e.unit_id AS unit, e.id, e.source, e.type, e.time, e.subject, e.data
  FROM unnest($1::uuid[], $2::timestamptz[]) AS u(unit_id, since)
  JOIN event e ON e.unit_id = u.unit_id AND e.time >= u.since AND ${notBeyond('$3')}`

const BEGINNING = -62_135_596_800_000

/** Folds the agents' events from the earliest change on and writes the difference; tells of those it cannot fold. */
export async function applyAgents(
  client: ClientBase,
  layout: Layout,
  agents: readonly ChangedAgent[],
  upTo: number,
  failed: (unitId: string, error: unknown) => void,
): Promise<void> {
  if (agents.length === 0) return
  const since = instantArray(agents.map((row) => row.since ?? BEGINNING))
  const names = textArray(agents.map((row) => row.agent))
  const before = await client.query<AgentSpanFact>(BEFORE, [names, since])
  const after = await client.query<AgentSpanFact>(AFTER, [names, since])
  const events = await client.query<UnifiedEvent & { unit: string }>(EVENTS, [
    uuidArray(agents.map((row) => row.unitId)),
    since,
    upTo,
  ])
  const last = new Map(before.rows.map((span) => [span.agent, span]))
  const stood = groupBy(after.rows, (span) => span.agent)
  const arrived = groupBy(events.rows, (event) => event.unit)

  const written: AgentSpanFact[] = []
  const gone: AgentSpanFact[] = []
  for (const { unitId, agent } of agents) {
    const previous = last.get(agent)
    let spans: AgentSpanFact[]
    try {
      spans = foldAgent([...(previous === undefined ? [] : [seed(previous)]), ...(arrived.get(unitId) ?? [])])
      for (const span of spans) checkRow(AGENT_SPAN_TABLE, { ...span })
    } catch (error) {
      failed(unitId, error)
      continue
    }
    const old = new Map((stood.get(agent) ?? []).map((span) => [span.startedAt, span]))
    if (previous !== undefined) old.set(previous.startedAt, previous)
    for (const span of spans) {
      const known = old.get(span.startedAt)
      old.delete(span.startedAt)
      if (known === undefined || !sameRow(AGENT_SPAN_TABLE, { ...known }, { ...span })) written.push(span)
    }
    gone.push(...old.values())
  }
  if (gone.length > 0) {
    await client.query(
      `DELETE FROM agent_span AS s USING unnest($1::text[], $2::timestamptz[]) AS u(agent, started_at)
       WHERE s.agent = u.agent AND s.started_at = u.started_at`,
      [textArray(gone.map((span) => span.agent)), instantArray(gone.map((span) => span.startedAt))],
    )
  }
  if (written.length > 0) {
    const statements = statementsOf(AGENT_SPAN_TABLE, layout)
    await client.query(statements.upsert, [statements.write(written.map((span) => ({ ...span })))])
  }
}

/** The span that stood before the change, as the event that would have begun it: what it named still holds. */
function seed(span: AgentSpanFact): UnifiedEvent {
  const { agent, team, source, status, capacity, startedAt } = span
  return {
    id: '',
    source,
    type: 'agent.status',
    time: startedAt,
    subject: null,
    data: { agent, status, ...(team === null ? {} : { team }), ...(capacity === null ? {} : { capacity }) },
  }
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = key(row)
    const list = groups.get(name)
    if (list === undefined) groups.set(name, [row])
    else list.push(row)
  }
  return groups
}
