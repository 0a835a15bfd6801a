/**
 * Everything once more from the events: facts are folded again and compared with what stands, row by row; what
 * the second stage decides and all rollups are made again in bulk SQL and compared cell by cell. A check reads
 * one snapshot and disturbs nobody; a repair holds the applier's lock and writes the differences.
 */
import type pg from 'pg'
import { databaseUrl } from '@/lib/core/env'
import { unitId } from '@/lib/core/ids'
import { log } from '@/lib/core/log'
import type { FoldConfig } from '@/lib/facts/config'
import { noFacts } from '@/lib/facts/fold'
import { foldAgent } from '@/lib/facts/fold-agent'
import { foldCustomer } from '@/lib/facts/fold-customer'
import type { AgentSpanFact, CustomerFact, TicketFacts } from '@/lib/facts/shapes'
import { CUBE_SET } from '@/lib/metrics/cubes'
import { RollupDeltas } from '@/lib/metrics/interpret'
import { APPLY_LOCK, putRow } from './apply'
import { instantArray, textArray, uuidArray } from './arrays'
import { AGENT_SPAN_TABLE, CELL_KEY, CUSTOMER_TABLE, FACT_NAMES, FACT_TABLES, ROLLUP_TABLES } from './columns'
import { FactChanges } from './fact-changes'
import { type FactRecord, type Layout, readLayout, sameRow, selectList, statementsOf } from './fact-store'
import { createPool, transaction } from './pool'
import { fillRollups } from './rollup-rebuild'
import { forgetTimers } from './rule-timers'
import { REPEATED, recountComplaints } from './second-stage'
import { readFoldConfig } from './settings'
import { eventColumns, foldUnit, groupEvents, kindOf, notBeyond, type StoredEvent } from './units'

const EVENTS_AT_ONCE = 20_000

export interface RebuildOptions {
  /** only compare; nothing is written (default false) */
  readonly check?: boolean
  /** told of progress, in tickets */
  readonly progress?: (tickets: number) => void
}

export interface Rebuilt {
  /** tickets folded */
  readonly tickets: number
  /** rows and cells that are not what the events say (and now are, unless `check`) */
  readonly differences: number
  /** the same by table, those with any */
  readonly byTable: Readonly<Record<string, number>>
  /** units whose events cannot be folded; what stands of them is left alone */
  readonly unfolded: number
}

/** Folds everything again and compares; without `check` what differs is put right. */
export async function rebuild(options: RebuildOptions = {}): Promise<Rebuilt> {
  const check = options.check ?? false
  const own = createPool(databaseUrl(), { max: 1, statementTimeout: 0, name: 'helmline-rebuild' })
  try {
    return await transaction(async (client) => {
      if (check) await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      else await client.query('SELECT pg_advisory_xact_lock($1)', [APPLY_LOCK])
      const { rows } = await client.query<{ applied: number; zone: string }>(
        'SELECT applied, zone FROM stream WHERE id = 1',
      )
      const { applied, zone } = rows[0] ?? { applied: 0, zone: 'UTC' }
      const config = await readFoldConfig(client)
      const layout = await readLayout(client, [
        ...FACT_NAMES.map((name) => FACT_TABLES[name].name),
        AGENT_SPAN_TABLE.name,
        CUSTOMER_TABLE.name,
      ])
      const work = new Rebuild(client, config, layout, applied, check, options.progress)
      await work.units()
      await work.orphans()
      await work.secondStage()
      await work.rollups(check ? zone : config.zone)
      if (!check) await forgetTimers(client)
      return work.result()
    }, own)
  } finally {
    await own.end()
  }
}

class Rebuild {
  private tickets = 0
  private unfolded = 0
  private readonly found = new Map<string, number>()
  /** where the last group of units ended */
  private lastUnit: string | null = null

  constructor(
    private readonly client: pg.PoolClient,
    private readonly config: FoldConfig,
    private readonly layout: Layout,
    private readonly applied: number,
    private readonly check: boolean,
    private readonly progress: ((tickets: number) => void) | undefined,
  ) {}

  result(): Rebuilt {
    const byTable = Object.fromEntries([...this.found].filter(([, n]) => n > 0))
    const differences = Object.values(byTable).reduce((sum, n) => sum + n, 0)
    return { tickets: this.tickets, differences, byTable, unfolded: this.unfolded }
  }

  private count(table: string, rows: number): void {
    this.found.set(table, (this.found.get(table) ?? 0) + rows)
  }

  /** All events in order of unit, some thousands at a time, never cutting a unit in two. */
  async units(): Promise<void> {
    await this.client.query(
      `DECLARE told NO SCROLL CURSOR FOR SELECT ${eventColumns} FROM event e
       WHERE e.unit_id IS NOT NULL AND ${notBeyond(String(this.applied))} ORDER BY e.unit_id, e.time`,
    )
    let rest: StoredEvent[] = []
    for (;;) {
      const { rows } = await this.client.query<StoredEvent>(`FETCH ${EVENTS_AT_ONCE} FROM told`)
      const all = [...rest, ...rows]
      const last = all.at(-1)
      if (last === undefined) break
      const done = rows.length < EVENTS_AT_ONCE
      // The last unit may go on in the next rows.
      const cut = done ? all.length : all.findIndex((event) => event.unit === last.unit)
      rest = all.slice(cut)
      if (cut > 0) await this.group(groupEvents(all.slice(0, cut)))
      if (done) break
    }
    await this.client.query('CLOSE told')
    // Facts behind the last unit that has events.
    await this.compareFacts(new Map(), null)
  }

  private async group(events: Map<string, StoredEvent[]>): Promise<void> {
    const tickets = new Map<string, StoredEvent[]>()
    const agents: StoredEvent[][] = []
    const customers: StoredEvent[][] = []
    let upTo = ''
    for (const [unit, list] of events) {
      upTo = unit
      const kind = kindOf(list[0] as StoredEvent)
      if (kind === 'agent') agents.push(list)
      else if (kind === 'customer') customers.push(list)
      else tickets.set(unit, list)
    }
    await this.compareFacts(tickets, upTo)
    await this.agents(agents)
    await this.customers(customers)
    this.lastUnit = upTo
    this.progress?.(this.tickets)
  }

  /** Facts of every unit after the last group up to `upTo` (null = all that is left), those without events included. */
  private async compareFacts(events: ReadonlyMap<string, StoredEvent[]>, upTo: string | null): Promise<void> {
    const stood = await this.standing(upTo)
    const changes = new FactChanges(new RollupDeltas(this.config.zone))
    for (const [unit, list] of events) {
      this.tickets += list[0]?.subject === null ? 0 : 1
      const before = stood.get(unit) ?? null
      stood.delete(unit)
      try {
        changes.take(before, foldUnit(list, this.config))
      } catch (error) {
        this.unfolded += 1
        log('rebuild').error({ err: error, unit }, 'a unit could not be folded')
      }
    }
    for (const before of stood.values()) changes.take(before, noFacts())
    for (const name of FACT_NAMES) {
      const written = changes.written[name]
      const removed = changes.removed[name]
      this.count(name, written.length + removed.length)
      if (this.check) continue
      const statements = statementsOf(FACT_TABLES[name], this.layout)
      if (removed.length > 0) {
        await this.client.query(statements.remove, [
          uuidArray(removed.map((row) => row.ticketId)),
          removed.map((row) => row.no),
        ])
      }
      if (written.length > 0) await this.client.query(statements.upsert, [statements.write(written)])
    }
  }

  private async standing(upTo: string | null): Promise<Map<string, TicketFacts>> {
    const found = new Map<string, TicketFacts>()
    const after = this.lastUnit === null ? '' : `AND ticket_id > '${this.lastUnit}'`
    const until = upTo === null ? '' : `AND ticket_id <= '${upTo}'`
    for (const name of FACT_NAMES) {
      const { rows } = await this.client.query<FactRecord>(
        `SELECT ${selectList(FACT_TABLES[name])} FROM ${name} WHERE true ${after} ${until} ORDER BY ticket_id, no`,
      )
      for (const row of rows) {
        const unit = row.ticketId as string
        const facts = found.get(unit) ?? noFacts()
        found.set(unit, facts)
        putRow(facts, name, row)
      }
    }
    return found
  }

  private async agents(units: readonly StoredEvent[][]): Promise<void> {
    const folded = new Map<string, AgentSpanFact[]>()
    for (const list of units) {
      const agent = list[0]?.data.agent
      if (typeof agent === 'string') folded.set(agent, foldAgent(list))
    }
    if (folded.size === 0) return
    const { rows } = await this.client.query<AgentSpanFact>(
      `SELECT ${selectList(AGENT_SPAN_TABLE)} FROM agent_span WHERE agent = ANY($1::text[])`,
      [textArray([...folded.keys()])],
    )
    const keyOf = (span: AgentSpanFact) => `${span.startedAt} ${span.agent}`
    const stood = new Map(rows.map((span) => [keyOf(span), span]))
    const written: FactRecord[] = []
    for (const span of [...folded.values()].flat()) {
      const old = stood.get(keyOf(span))
      stood.delete(keyOf(span))
      if (old === undefined || !sameRow(AGENT_SPAN_TABLE, { ...old }, { ...span })) written.push({ ...span })
    }
    const gone = [...stood.values()]
    this.count('agent_span', written.length + gone.length)
    if (this.check) return
    if (gone.length > 0) {
      await this.client.query(
        `DELETE FROM agent_span AS s USING unnest($1::text[], $2::timestamptz[]) AS u(agent, started_at)
         WHERE s.agent = u.agent AND s.started_at = u.started_at`,
        [textArray(gone.map((span) => span.agent)), instantArray(gone.map((span) => span.startedAt))],
      )
    }
    if (written.length === 0) return
    const statements = statementsOf(AGENT_SPAN_TABLE, this.layout)
    await this.client.query(statements.upsert, [statements.write(written)])
  }

  private async customers(units: readonly StoredEvent[][]): Promise<void> {
    const folded = units.map((list) => foldCustomer(list)).filter((fact) => fact !== null)
    if (folded.length === 0) return
    const keyOf = (fact: CustomerFact) => JSON.stringify([fact.source, fact.customer])
    const { rows } = await this.client.query<CustomerFact>(
      `SELECT ${selectList(CUSTOMER_TABLE, 'c')} FROM unnest($1::text[], $2::text[]) AS u(source, customer)
       JOIN customer c ON c.source = u.source AND c.customer = u.customer`,
      [textArray(folded.map((fact) => fact.source)), textArray(folded.map((fact) => fact.customer))],
    )
    const stood = new Map(rows.map((row) => [keyOf(row), row]))
    const written = folded.filter((fact) => {
      const old = stood.get(keyOf(fact))
      return old === undefined || !sameRow(CUSTOMER_TABLE, { ...old }, { ...fact })
    })
    this.count('customer', written.length)
    if (this.check || written.length === 0) return
    const statements = statementsOf(CUSTOMER_TABLE, this.layout)
    await this.client.query(statements.upsert, [statements.write(written.map((fact) => ({ ...fact })))])
  }

  /** Agents and customers that stand without an event. */
  async orphans(): Promise<void> {
    const { rows: agents } = await this.client.query<{ agent: string }>(
      'SELECT DISTINCT agent FROM agent_span',
    )
    const lostAgents = await this.withoutEvents(
      agents.map(({ agent }) => [unitId('agent', agent), agent] as const),
    )
    if (lostAgents.length > 0) {
      const { rows } = await this.client.query<{ n: number }>(
        'SELECT count(*) AS n FROM agent_span WHERE agent = ANY($1::text[])',
        [textArray(lostAgents)],
      )
      this.count('agent_span', rows[0]?.n ?? 0)
      if (!this.check) {
        await this.client.query('DELETE FROM agent_span WHERE agent = ANY($1::text[])', [
          textArray(lostAgents),
        ])
      }
    }
    await this.client.query('DECLARE known NO SCROLL CURSOR FOR SELECT source, customer FROM customer')
    for (;;) {
      const { rows } = await this.client.query<{ source: string; customer: string }>('FETCH 5000 FROM known')
      if (rows.length === 0) break
      const lost = await this.withoutEvents(
        rows.map((row) => [unitId('customer', row.source, row.customer), row] as const),
      )
      this.count('customer', lost.length)
      if (this.check || lost.length === 0) continue
      await this.client.query(
        `DELETE FROM customer AS c USING unnest($1::text[], $2::text[]) AS u(source, customer)
         WHERE c.source = u.source AND c.customer = u.customer`,
        [textArray(lost.map((row) => row.source)), textArray(lost.map((row) => row.customer))],
      )
    }
    await this.client.query('CLOSE known')
  }

  private async withoutEvents<T>(units: readonly (readonly [string, T])[]): Promise<T[]> {
    const { rows } = await this.client.query<{ unit: string }>(
      `SELECT u.unit FROM unnest($1::uuid[]) AS u(unit)
       WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.unit_id = u.unit AND ${notBeyond('$2')})`,
      [uuidArray(units.map(([unit]) => unit)), this.applied],
    )
    const lost = new Set(rows.map((row) => row.unit))
    return units.flatMap(([unit, value]) => (lost.has(unit) ? [value] : []))
  }

  /** Judges first-contact resolution and complaints of everybody. */
  async secondStage(): Promise<void> {
    const { rowCount } = await this.client.query(
      this.check
        ? `SELECT 1 FROM ticket AS t WHERE t.fcr_repeat <> ${REPEATED}`
        : `UPDATE ticket AS t SET fcr_repeat = NOT t.fcr_repeat WHERE t.fcr_repeat <> ${REPEATED}`,
    )
    this.count('ticket', rowCount ?? 0)
    this.count('complaint', await recountComplaints(this.client, !this.check))
  }

  /** Makes all rollups in temporary tables and compares. */
  async rollups(zone: string): Promise<void> {
    const tables = [...ROLLUP_TABLES.map((table) => table.name), 'rollup_sketch']
    const { rows } = await this.client.query<{ home: string }>('SELECT current_schema() AS home')
    const home = `"${rows[0]?.home ?? 'public'}"`
    for (const table of tables) {
      await this.client.query(`CREATE TEMPORARY TABLE ${table} (LIKE ${home}.${table}) ON COMMIT DROP`)
    }
    // Temporary tables come first in the search path: the fill goes there.
    await fillRollups(this.client, zone)
    for (const table of tables) {
      const key = table === 'rollup_sketch' ? ['measure', ...CELL_KEY] : CELL_KEY
      const { rowCount } = await this.client.query(
        `CREATE TEMPORARY TABLE differing ON COMMIT DROP AS SELECT ${key.join(', ')}
         FROM ${home}.${table} AS a FULL JOIN pg_temp.${table} AS b USING (${key.join(', ')})
         WHERE a IS DISTINCT FROM b`,
      )
      const differences = rowCount ?? 0
      this.count(table, differences)
      if (!this.check && differences > 0) {
        await this.client.query(
          `DELETE FROM ${home}.${table} AS a USING differing AS d
           WHERE (${key.map((name) => `a.${name}`).join(', ')}) = (${key.map((name) => `d.${name}`).join(', ')})`,
        )
        await this.client.query(
          `INSERT INTO ${home}.${table} SELECT b.* FROM pg_temp.${table} AS b JOIN differing USING (${key.join(', ')})`,
        )
      }
      await this.client.query('DROP TABLE pg_temp.differing')
    }
    for (const table of tables) await this.client.query(`DROP TABLE pg_temp.${table}`)
    if (!this.check) await this.client.query('UPDATE stream SET zone = $1, cubes = $2', [zone, CUBE_SET])
  }
}
