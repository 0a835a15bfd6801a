/**
 * The applier: events that have been stored become facts, and what changed in the facts becomes rollups, timers
 * and the position `applied`, all in one transaction. One applier at a time; a second one finds the lock taken
 * and leaves. Applying is folding again and taking the difference, so that late, doubled and disordered events
 * need no case of their own.
 */
import type pg from 'pg'
import { ruleTimersOf } from '@/lib/alerts/conversation-timers'
import type { Rule, RuleTimer } from '@/lib/alerts/types'
import { databaseUrl } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import type { FoldConfig } from '@/lib/facts/config'
import { noFacts } from '@/lib/facts/fold'
import { foldCustomer } from '@/lib/facts/fold-customer'
import type { CustomerFact, FactName, TicketFacts } from '@/lib/facts/shapes'
import { CUBE_SET } from '@/lib/metrics/cubes'
import { FAMILIES } from '@/lib/metrics/families'
import { RollupDeltas } from '@/lib/metrics/interpret'
import { applyAgents, type ChangedAgent } from './agent-spans'
import { readActiveRules } from './alert-evaluations'
import { numberArray, textArray, uuidArray } from './arrays'
import { AGENT_SPAN_TABLE, CUSTOMER_TABLE, FACT_NAMES, FACT_TABLES, ROLLUP_TABLES } from './columns'
import { applyCustomers } from './customers'
import { checkRow, FactChanges } from './fact-changes'
import {
  type FactRecord,
  type Layout,
  readLayout,
  selectList,
  statementsOf,
  writeRollup,
  writeSketches,
} from './fact-store'
import { createPool, transaction } from './pool'
import { rebuildRollups } from './rollup-rebuild'
import { syncRuleTimers } from './rule-timers'
import { judgeComplaints, judgeRepeats } from './second-stage'
import { readFoldConfig } from './settings'
import { foldUnit, kindOf, readEvents, type StoredEvent } from './units'

/** Whoever writes facts holds this advisory lock of the database. */
export const APPLY_LOCK = 7_431_002

const DEFAULT_EVENTS = 5_000
/** Units marked to be folded again that one round takes beside new events. */
const DIRTY_UNITS = 1_000
const STATEMENT_TIMEOUT = 60_000

export interface ApplyOptions {
  /** most new events in one round (default 5,000; one ingest request is never split) */
  readonly maxEvents?: number
  /** epoch ms written as the time of this round */
  readonly now?: number
}

export interface Applied {
  /** ingest requests taken */
  readonly batches: number
  /** their events */
  readonly events: number
  /** units folded again because they were marked */
  readonly refolded: number
  /** position that is in every figure after this round */
  readonly applied: number
  /** position of the newest stored event when the round began */
  readonly accepted: number
  /** another applier was at work: nothing was done */
  readonly busy: boolean
  /** units whose events could not be folded in this round */
  readonly quarantined: number
  /** something is left to do: call again */
  readonly more: boolean
}

/** Holds the applier off until the caller's transaction ends. */
export async function holdApplier(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [APPLY_LOCK])
}

interface Pools {
  url: string
  pool: pg.Pool
}
const KEY = Symbol.for('helmline.db.applier')
const shared = globalThis as unknown as Record<symbol, Pools | undefined>

/** The applier's own connection: its statements may take longer than a page's. */
export function applierPool(): pg.Pool {
  const url = databaseUrl()
  const known = shared[KEY]
  if (known !== undefined && known.url === url) return known.pool
  void known?.pool.end()
  const made = createPool(url, { max: 2, statementTimeout: STATEMENT_TIMEOUT, name: 'helmline-applier' })
  shared[KEY] = { url, pool: made }
  return made
}

/** Ends the applier's connection; the next round makes a new one. */
export async function closeApplier(): Promise<void> {
  const known = shared[KEY]
  delete shared[KEY]
  await known?.pool.end()
}

/**
 * One round: takes the next ingest requests in order, and units marked to be folded again, and brings facts,
 * rollups and timers up to date. Throws AppError `unavailable` where the database is away; then nothing of the
 * round has happened.
 */
export async function applyOnce(options: ApplyOptions = {}): Promise<Applied> {
  return transaction((client) => applyRound(client, options), applierPool())
}

/** Rounds until nothing is left; answers their sum. Stops early where another applier is at work. */
export async function applyAll(options: ApplyOptions = {}): Promise<Applied> {
  const sum = { batches: 0, events: 0, refolded: 0, quarantined: 0 }
  for (;;) {
    const round = await applyOnce(options)
    sum.batches += round.batches
    sum.events += round.events
    sum.refolded += round.refolded
    sum.quarantined += round.quarantined
    if (!round.more || round.busy) return { ...round, ...sum }
  }
}

interface Batch {
  readonly position: number
  readonly batch: number
  readonly accepted: number
}

interface Dirty {
  readonly unit: string
  readonly kind: string
  readonly parts: readonly string[]
}

async function applyRound(client: pg.PoolClient, options: ApplyOptions): Promise<Applied> {
  const { rows: locks } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1) AS taken',
    [APPLY_LOCK],
  )
  const { rows: streams } = await client.query<{
    accepted: number
    applied: number
    zone: string
    cubes: string
  }>('SELECT accepted, applied, zone, cubes FROM stream WHERE id = 1')
  const stream = streams[0] ?? { accepted: 0, applied: 0, zone: 'UTC', cubes: '' }
  const nothing: Applied = {
    batches: 0,
    events: 0,
    refolded: 0,
    applied: stream.applied,
    accepted: stream.accepted,
    busy: false,
    quarantined: 0,
    more: false,
  }
  if (locks[0]?.taken !== true) return { ...nothing, busy: true }

  const config = await readFoldConfig(client)
  if (config.zone !== stream.zone || stream.cubes !== CUBE_SET) {
    await client.query('SET LOCAL statement_timeout = 0')
    await rebuildRollups(client, config.zone)
  }
  // Everything here is reached by an index; a plan that reads a whole table is a mistake of the estimates.
  await client.query('SET LOCAL enable_seqscan = off')
  const batches = await nextBatches(client, stream.applied, options.maxEvents ?? DEFAULT_EVENTS)
  const dirty = await nextDirty(client)
  if (batches.length === 0 && dirty.length === 0) return nothing

  const now = options.now ?? Date.now()
  const applied = batches.at(-1)?.position ?? stream.applied
  const rules = (await readActiveRules(client)).filter(
    ({ kind }) => kind === 'conversation' || kind === 'sla',
  )
  const round = new Round(client, config, now, applied, await readLayout(client, TABLES), rules)
  const events = batches.reduce((sum, batch) => sum + batch.accepted, 0)
  await round.run(
    batches.map((batch) => batch.batch),
    dirty,
  )
  await client.query(
    `WITH s AS (UPDATE stream SET applied = $1, applied_at = $2 WHERE id = 1 RETURNING applied)
     SELECT pg_notify('applied', json_build_object('applied', applied)::text) FROM s`,
    [applied, new Date(now)],
  )
  return {
    batches: batches.length,
    events,
    refolded: dirty.length,
    applied,
    accepted: stream.accepted,
    busy: false,
    quarantined: round.failures.size,
    more: applied < stream.accepted || dirty.length === DIRTY_UNITS,
  }
}

const TABLES = [
  ...FACT_NAMES.map((name) => FACT_TABLES[name].name),
  ...ROLLUP_TABLES.map((table) => table.name),
  'rollup_sketch',
  AGENT_SPAN_TABLE.name,
  CUSTOMER_TABLE.name,
]

async function nextBatches(client: pg.PoolClient, after: number, maxEvents: number): Promise<Batch[]> {
  const { rows } = await client.query<Batch>(
    'SELECT position, batch, accepted FROM ingest_batch WHERE position > $1 ORDER BY position LIMIT 5000',
    [after],
  )
  const taken: Batch[] = []
  let events = 0
  for (const row of rows) {
    events += row.accepted
    if (taken.length > 0 && events > maxEvents) break
    taken.push(row)
  }
  return taken
}

async function nextDirty(client: pg.PoolClient): Promise<Dirty[]> {
  const { rows: all } = await client.query<{ reason: string; at: number }>(
    "DELETE FROM dirty_unit WHERE kind = 'all' RETURNING reason, marked_at AS at",
  )
  const request = all.at(-1)
  if (request !== undefined) {
    await client.query(
      `INSERT INTO dirty_unit (unit_id, kind, parts, reason, marked_at)
       SELECT ticket_id, 'ticket', '{}', $1, $2 FROM ticket ORDER BY ticket_id
       ON CONFLICT (unit_id) DO NOTHING`,
      [request.reason, new Date(request.at)],
    )
  }
  const { rows } = await client.query<Dirty>(
    'SELECT unit_id AS unit, kind, parts FROM dirty_unit ORDER BY unit_id LIMIT $1',
    [DIRTY_UNITS],
  )
  return rows
}

interface Failure {
  readonly kind: string
  readonly error: unknown
}

/** One round's work within its transaction. */
class Round {
  readonly failures = new Map<string, Failure>()
  private readonly deltas: RollupDeltas
  private readonly changes: FactChanges
  /** limits that must run now for the conversations of this round, and those conversations that may have had some */
  private readonly timers: RuleTimer[] = []
  private readonly timed: string[] = []

  constructor(
    private readonly client: pg.PoolClient,
    private readonly config: FoldConfig,
    private readonly now: number,
    private readonly upTo: number,
    private readonly layout: Layout,
    private readonly rules: readonly Rule[],
  ) {
    this.deltas = new RollupDeltas(config.zone)
    this.changes = new FactChanges(this.deltas)
  }

  async run(batches: readonly number[], dirty: readonly Dirty[]): Promise<void> {
    const touched = await this.touched(batches)
    const marked = dirty.filter((unit) => unit.kind !== 'agent').map((unit) => unit.unit)
    const units = [...new Set([...touched.units, ...marked])]
    const events =
      units.length === 0 ? new Map<string, StoredEvent[]>() : await readEvents(this.client, units, this.upTo)
    await this.foldTickets(units, events, new Set(batches), dirty)
    await this.writeFacts()
    await judgeRepeats(this.client, this.changes.visits, this.deltas)
    await judgeComplaints(this.client, this.changes.complaints, this.deltas)
    await this.writeRollups()
    await syncRuleTimers(this.client, this.timed, this.timers, this.now)
    await this.writeAgents(touched.agents, dirty)
    await this.writeCustomers(events, dirty)
    await this.finish(units, touched.agents, dirty)
  }

  /** Units of the requests: tickets, loose units and customers by id; agents with the time of their first new event. */
  private async touched(batches: readonly number[]): Promise<{ units: string[]; agents: ChangedAgent[] }> {
    if (batches.length === 0) return { units: [], agents: [] }
    const { rows } = await this.client.query<{ unit: string; agent: string | null; since: number }>(
      `SELECT unit_id AS unit, CASE WHEN type = 'agent.status' THEN data ->> 'agent' END AS agent, min(time) AS since
       FROM event WHERE batch = ANY($1::bigint[]) AND unit_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1`,
      [numberArray(batches)],
    )
    const units: string[] = []
    const agents: ChangedAgent[] = []
    for (const { unit, agent, since } of rows) {
      if (agent === null) units.push(unit)
      else agents.push({ unitId: unit, agent, since })
    }
    return { units, agents }
  }

  /** Folds tickets and loose units, and takes over the differences from what stands. */
  private async foldTickets(
    units: readonly string[],
    events: ReadonlyMap<string, StoredEvent[]>,
    batches: ReadonlySet<number>,
    dirty: readonly Dirty[],
  ): Promise<void> {
    const folded = new Map<string, TicketFacts>()
    const marked = new Map(dirty.map((unit) => [unit.unit, unit.kind]))
    const standing: string[] = []
    for (const unit of units) {
      const list = events.get(unit) ?? []
      const kind = list[0] === undefined ? marked.get(unit) : kindOf(list[0])
      if (kind !== 'ticket') continue
      try {
        folded.set(unit, list.length === 0 ? noFacts() : foldUnit(list, this.config))
      } catch (error) {
        this.failures.set(unit, { kind, error })
        continue
      }
      // Where all events of a unit are new, nothing of it can stand.
      if (marked.has(unit) || !list.every((event) => batches.has(event.batch))) standing.push(unit)
    }
    const stood = await this.readFacts(standing)
    for (const [unit, facts] of folded) {
      try {
        this.changes.take(stood.get(unit) ?? null, facts)
        if (stood.has(unit)) this.timed.push(unit)
        this.timers.push(...ruleTimersOf(facts, this.rules, this.config))
      } catch (error) {
        this.failures.set(unit, { kind: 'ticket', error })
      }
    }
  }

  private async readFacts(units: readonly string[]): Promise<Map<string, TicketFacts>> {
    const found = new Map<string, TicketFacts>()
    if (units.length === 0) return found
    const ids = uuidArray(units)
    for (const name of FACT_NAMES) {
      const { rows } = await this.client.query<FactRecord>(
        `SELECT ${selectList(FACT_TABLES[name])} FROM ${name} WHERE ticket_id = ANY($1::uuid[]) ORDER BY ticket_id, no`,
        [ids],
      )
      for (const row of rows) {
        const unit = row.ticketId as string
        let facts = found.get(unit)
        if (facts === undefined) {
          facts = noFacts()
          found.set(unit, facts)
        }
        putRow(facts, name, row)
      }
    }
    return found
  }

  private async writeFacts(): Promise<void> {
    for (const name of FACT_NAMES) {
      const table = FACT_TABLES[name]
      const statements = statementsOf(table, this.layout)
      const removed = this.changes.removed[name]
      if (removed.length > 0) {
        const rows = [...removed].sort(byKey)
        await this.client.query(statements.remove, [
          uuidArray(rows.map((row) => row.ticketId)),
          numberArray(rows.map((row) => row.no)),
        ])
      }
      const written = this.changes.written[name]
      if (written.length > 0) {
        written.sort((a, b) => byKey(a as unknown as FactKey, b as unknown as FactKey))
        await this.client.query(statements.upsert, [statements.write(written)])
      }
    }
  }

  private async writeRollups(): Promise<void> {
    for (const [i, family] of FAMILIES.entries()) {
      const table = ROLLUP_TABLES[i]
      if (table !== undefined) await writeRollup(this.client, table, this.layout, this.deltas.rollup(family))
    }
    await writeSketches(this.client, this.layout, this.deltas.sketches())
  }

  private async writeAgents(touched: readonly ChangedAgent[], dirty: readonly Dirty[]): Promise<void> {
    const agents = new Map(touched.map((agent) => [agent.unitId, agent]))
    for (const { unit, kind, parts } of dirty) {
      if (kind === 'agent') agents.set(unit, { unitId: unit, agent: parts[0] ?? '', since: null })
    }
    await applyAgents(this.client, this.layout, [...agents.values()], this.upTo, (unit, error) => {
      this.failures.set(unit, { kind: 'agent', error })
    })
  }

  private async writeCustomers(
    events: ReadonlyMap<string, StoredEvent[]>,
    dirty: readonly Dirty[],
  ): Promise<void> {
    const facts: CustomerFact[] = []
    for (const [unit, list] of events) {
      if (list[0] === undefined || kindOf(list[0]) !== 'customer') continue
      try {
        const fact = foldCustomer(list)
        if (fact === null) continue
        checkRow(CUSTOMER_TABLE, { ...fact })
        facts.push(fact)
      } catch (error) {
        this.failures.set(unit, { kind: 'customer', error })
      }
    }
    const gone = dirty.flatMap(({ unit, kind, parts: [source, customer] }) =>
      kind === 'customer' && !events.has(unit) && source !== undefined && customer !== undefined
        ? [{ source, customer }]
        : [],
    )
    await applyCustomers(this.client, this.layout, facts, gone)
  }

  /** Marks are taken off, failures are written down and recovered ones forgotten. */
  private async finish(
    units: readonly string[],
    agents: readonly ChangedAgent[],
    dirty: readonly Dirty[],
  ): Promise<void> {
    if (dirty.length > 0) {
      await this.client.query('DELETE FROM dirty_unit WHERE unit_id = ANY($1::uuid[])', [
        uuidArray(dirty.map((unit) => unit.unit)),
      ])
    }
    const seen = [...units, ...agents.map((agent) => agent.unitId), ...dirty.map((unit) => unit.unit)]
    await this.client.query(
      'DELETE FROM quarantine WHERE unit_id = ANY($1::uuid[]) AND NOT unit_id = ANY($2::uuid[])',
      [uuidArray(seen), uuidArray([...this.failures.keys()])],
    )
    if (this.failures.size === 0) return
    const failed = [...this.failures].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [unit, { error }] of failed)
      log('apply').error({ err: error, unit }, 'a unit could not be folded')
    await this.client.query(
      `INSERT INTO quarantine AS q (unit_id, kind, error, first_at, last_at, attempts)
       SELECT u.unit_id, u.kind, u.error, $4, $4, 1 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(unit_id, kind, error)
       ON CONFLICT (unit_id) DO UPDATE SET error = excluded.error, last_at = excluded.last_at, attempts = q.attempts + 1`,
      [
        uuidArray(failed.map(([unit]) => unit)),
        textArray(failed.map(([, failure]) => failure.kind)),
        textArray(
          failed.map(([, { error }]) =>
            (error instanceof Error ? error.message : String(error)).slice(0, 500),
          ),
        ),
        new Date(this.now),
      ],
    )
  }
}

interface FactKey {
  readonly ticketId: string
  readonly no: number
}

function byKey(a: FactKey, b: FactKey): number {
  return (a.ticketId < b.ticketId ? -1 : a.ticketId > b.ticketId ? 1 : 0) || a.no - b.no
}

/** Puts a row that was read where the fold would have put it. */
export function putRow(facts: TicketFacts, name: FactName, row: FactRecord): void {
  if (name === 'ticket') facts.ticket = row as unknown as TicketFacts['ticket']
  else (facts[name] as unknown as FactRecord[]).push(row)
}
