/**
 * The twelve tiles of the benchmark's dashboard, each as the question our door is asked and as the SQL that a BI
 * tool sends for the same figures over the facts; in Postgres and in DuckDB.
 */

export type Dialect = 'postgres' | 'duckdb'

/** A column of an answer: `group` and `time` name the row, figures are compared. */
export interface TileColumn {
  readonly id: string
  /** estimated in our answer by a sketch of stated error; exact in the others */
  readonly sketched?: boolean
}

export interface Tile {
  readonly id: string
  /** body of POST /query, without the period */
  readonly query: Readonly<Record<string, unknown>>
  readonly from: string
  readonly to: string
  /** statements whose rows together hold the figures, by dimension columns, `time` and metric ids */
  raw(dialect: Dialect): readonly string[]
  readonly figures: readonly TileColumn[]
}

const ZONE = 'Asia/Shanghai'

/** Everything a statement needs that the two engines write differently; DuckDB's rows hold local times. */
interface Sql {
  local(column: string): string
  instant(text: string): string
  between(column: string, from: string, to: string): string
  bucket(grain: 'hour' | 'day' | 'week', column: string): string
  quantile(q: number, column: string, where: string): string
}

function sqlOf(dialect: Dialect): Sql {
  const postgres = dialect === 'postgres'
  const local = (column: string): string => (postgres ? `(${column} AT TIME ZONE '${ZONE}')` : column)
  const instant = (text: string): string =>
    postgres ? `timestamptz '${text}'` : `TIMESTAMP '${text.slice(0, 19)}'`
  return {
    local,
    instant,
    between: (column, from, to) => `${column} >= ${instant(from)} AND ${column} < ${instant(to)}`,
    bucket: (grain, column) => {
      const text = `date_trunc('${grain}', ${local(column)})`
      return postgres
        ? `to_char(${text}, 'YYYY-MM-DD"T"HH24:MI:SS')`
        : `strftime(${text}, '%Y-%m-%dT%H:%M:%S')`
    },
    quantile: (q, column, where) =>
      postgres
        ? `percentile_cont(${q}) WITHIN GROUP (ORDER BY ${column}) FILTER (WHERE ${where})`
        : `quantile_cont(${column}, ${q}) FILTER (WHERE ${where})`,
  }
}

const answered = `outcome = 'answered'`
const FRT = `avg(wait_ms) FILTER (WHERE ${answered}) / 1000.0 AS frt_avg`
/** Who still waits at the end and is late by then counts as late: a share of the answered alone would flatter. */
const within = (end: string) =>
  `count(*) FILTER (WHERE ${answered} AND within) * 1.0 / nullif(count(*) FILTER (WHERE ${answered}) + count(*) FILTER (WHERE outcome = 'abandoned' AND NOT within) + count(*) FILTER (WHERE outcome = 'waiting' AND due_at < ${end}), 0) AS frt_within_target`
const ABANDON = `count(*) FILTER (WHERE outcome = 'abandoned' AND NOT short_abandon) * 1.0 / nullif(count(*) FILTER (WHERE ${answered}) + count(*) FILTER (WHERE outcome = 'abandoned' AND NOT short_abandon), 0) AS abandon_rate`
const CSAT = `count(*) FILTER (WHERE kind = 'csat' AND normal_milli >= 4000) * 1.0 / nullif(count(*) FILTER (WHERE kind = 'csat'), 0) AS csat`
const NPS = `100.0 * (count(*) FILTER (WHERE kind = 'nps' AND score_milli >= 9000) - count(*) FILTER (WHERE kind = 'nps' AND score_milli <= 6000)) / nullif(count(*) FILTER (WHERE kind = 'nps'), 0) AS nps`
const CES = `count(*) FILTER (WHERE kind = 'ces' AND score_milli >= 5000) * 1.0 / nullif(count(*) FILTER (WHERE kind = 'ces'), 0) AS ces`
const FCR = `count(*) FILTER (WHERE NOT reopened AND NOT transferred_team AND NOT fcr_repeat) * 1.0 / count(*) AS fcr`
const AHT = 'avg(aht_ms) / 1000.0 AS aht_avg'

/** Tiles over facts that end at `end` (local midnight, ISO with the zone's offset). */
export function benchTiles(end: string): readonly Tile[] {
  const offset = end.slice(19)
  const shift = (days: number): string => {
    const local = new Date(Date.parse(`${end.slice(0, 19)}Z`) - days * 86_400_000)
    return `${local.toISOString().slice(0, 19)}${offset}`
  }
  const tile = (
    id: string,
    days: number,
    query: Tile['query'],
    figures: readonly (string | TileColumn)[],
    raw: (sql: Sql, period: (column: string) => string) => readonly string[],
  ): Tile => ({
    id,
    query,
    from: shift(days),
    to: end,
    figures: figures.map((figure) => (typeof figure === 'string' ? { id: figure } : figure)),
    raw: (dialect) => {
      const sql = sqlOf(dialect)
      return raw(sql, (column) => sql.between(column, shift(days), end))
    },
  })

  const kpi = [
    'tickets_opened',
    'tickets_resolved',
    'frt_avg',
    'frt_within_target',
    'abandon_rate',
    'csat',
    'fcr',
    'aht_avg',
  ]
  return [
    tile('kpi_vs_previous', 7, { metrics: kpi, compare: 'previous_period' }, kpi, (sql) =>
      [
        [shift(7), end, 'now'],
        [shift(14), shift(7), 'before'],
      ].flatMap(([from = '', to = '', period]) => [
        `SELECT '${period}' AS period, count(*) AS tickets_opened FROM ticket WHERE ${sql.between('opened_at', from, to)}`,
        `SELECT '${period}' AS period, count(*) AS tickets_resolved, ${FCR} FROM ticket WHERE ${sql.between('resolved_at', from, to)}`,
        `SELECT '${period}' AS period, ${AHT} FROM ticket WHERE ${sql.between('ended_at', from, to)}`,
        `SELECT '${period}' AS period, ${FRT}, ${within(sql.instant(end))}, ${ABANDON} FROM episode WHERE ${sql.between('started_at', from, to)}`,
        `SELECT '${period}' AS period, ${CSAT} FROM answer WHERE ${sql.between('"at"', from, to)}`,
      ]),
    ),
    tile(
      'frt_by_hour',
      7,
      { metrics: ['frt_avg', 'frt_p50', 'frt_p90'], grain: 'hour' },
      ['frt_avg', { id: 'frt_p50', sketched: true }, { id: 'frt_p90', sketched: true }],
      (sql, period) => [
        `SELECT ${sql.bucket('hour', 'started_at')} AS time, ${FRT},
          ${sql.quantile(0.5, 'wait_ms', answered)} / 1000.0 AS frt_p50, ${sql.quantile(0.9, 'wait_ms', answered)} / 1000.0 AS frt_p90
         FROM episode WHERE ${period('started_at')} GROUP BY 1 ORDER BY 1`,
      ],
    ),
    tile(
      'channels',
      30,
      {
        metrics: ['tickets_opened', 'frt_avg', 'frt_p90', 'frt_within_target', 'csat'],
        dimensions: ['channel'],
      },
      ['tickets_opened', 'frt_avg', { id: 'frt_p90', sketched: true }, 'frt_within_target', 'csat'],
      (sql, period) => [
        `SELECT channel, count(*) AS tickets_opened FROM ticket WHERE ${period('opened_at')} GROUP BY 1`,
        `SELECT channel, ${FRT}, ${sql.quantile(0.9, 'wait_ms', answered)} / 1000.0 AS frt_p90, ${within(sql.instant(end))} FROM episode WHERE ${period('started_at')} GROUP BY 1`,
        `SELECT channel, ${CSAT} FROM answer WHERE ${period('"at"')} GROUP BY 1`,
      ],
    ),
    tile(
      'agents',
      30,
      {
        metrics: ['tickets_resolved', 'frt_avg', 'csat', 'aht_avg'],
        dimensions: ['agent'],
        orderBy: [{ id: 'tickets_resolved', direction: 'desc' }],
        limit: 300,
      },
      ['tickets_resolved', 'frt_avg', 'csat', 'aht_avg'],
      (_sql, period) => [
        `SELECT agent_settled AS agent, count(*) AS tickets_resolved FROM ticket WHERE ${period('resolved_at')} GROUP BY 1 ORDER BY 2 DESC`,
        `SELECT agent_settled AS agent, ${AHT} FROM ticket WHERE ${period('ended_at')} GROUP BY 1`,
        `SELECT agent, ${FRT} FROM episode WHERE ${period('started_at')} GROUP BY 1`,
        `SELECT agent, ${CSAT} FROM answer WHERE ${period('"at"')} GROUP BY 1`,
      ],
    ),
    tile('csat_by_day', 365, { metrics: ['csat'], grain: 'day' }, ['csat'], (sql, period) => [
      `SELECT ${sql.bucket('day', '"at"')} AS time, ${CSAT} FROM answer WHERE ${period('"at"')} GROUP BY 1 ORDER BY 1`,
    ]),
    tile('fcr_by_day', 365, { metrics: ['fcr'], grain: 'day' }, ['fcr'], (sql, period) => [
      `SELECT ${sql.bucket('day', 'resolved_at')} AS time, ${FCR} FROM ticket WHERE ${period('resolved_at')} GROUP BY 1 ORDER BY 1`,
    ]),
    tile('nps_ces', 90, { metrics: ['nps', 'ces'], grain: 'week' }, ['nps', 'ces'], (sql, period) => [
      `SELECT ${sql.bucket('week', '"at"')} AS time, ${NPS}, ${CES} FROM answer WHERE ${period('"at"')} GROUP BY 1 ORDER BY 1`,
    ]),
    tile(
      'heat_map',
      90,
      { metrics: ['tickets_opened', 'frt_within_target'], grain: 'hour' },
      ['tickets_opened', 'frt_within_target'],
      (sql, period) => [
        `SELECT ${sql.bucket('hour', 'opened_at')} AS time, count(*) AS tickets_opened FROM ticket WHERE ${period('opened_at')} GROUP BY 1`,
        `SELECT ${sql.bucket('hour', 'started_at')} AS time, ${within(sql.instant(end))} FROM episode WHERE ${period('started_at')} GROUP BY 1`,
      ],
    ),
    tile(
      'issue_types',
      30,
      { metrics: ['tickets_opened', 'fcr', 'csat'], dimensions: ['issueType'] },
      ['tickets_opened', 'fcr', 'csat'],
      (_sql, period) => [
        `SELECT issue_type AS "issueType", count(*) AS tickets_opened FROM ticket WHERE ${period('opened_at')} GROUP BY 1`,
        `SELECT issue_type AS "issueType", ${FCR} FROM ticket WHERE ${period('resolved_at')} GROUP BY 1`,
        `SELECT issue_type AS "issueType", ${CSAT} FROM answer WHERE ${period('"at"')} GROUP BY 1`,
      ],
    ),
    tile(
      'team_channel',
      30,
      { metrics: ['tickets_opened', 'frt_avg'], dimensions: ['team', 'channel'] },
      ['tickets_opened', 'frt_avg'],
      (_sql, period) => [
        `SELECT team_opened AS team, channel, count(*) AS tickets_opened FROM ticket WHERE ${period('opened_at')} GROUP BY 1, 2`,
        `SELECT team, channel, ${FRT} FROM episode WHERE ${period('started_at')} GROUP BY 1, 2`,
      ],
    ),
    tile(
      'trend',
      365,
      { metrics: ['tickets_opened', 'tickets_resolved', 'frt_avg'], grain: 'day' },
      ['tickets_opened', 'tickets_resolved', 'frt_avg'],
      (sql, period) => [
        `SELECT ${sql.bucket('day', 'opened_at')} AS time, count(*) AS tickets_opened FROM ticket WHERE ${period('opened_at')} GROUP BY 1`,
        `SELECT ${sql.bucket('day', 'resolved_at')} AS time, count(*) AS tickets_resolved FROM ticket WHERE ${period('resolved_at')} GROUP BY 1`,
        `SELECT ${sql.bucket('day', 'started_at')} AS time, ${FRT} FROM episode WHERE ${period('started_at')} GROUP BY 1`,
      ],
    ),
    tile(
      'products',
      90,
      { metrics: ['tickets_opened', 'csat'], dimensions: ['product'] },
      ['tickets_opened', 'csat'],
      (_sql, period) => [
        `SELECT product, count(*) AS tickets_opened FROM ticket WHERE ${period('opened_at')} GROUP BY 1`,
        `SELECT product, ${CSAT} FROM answer WHERE ${period('"at"')} GROUP BY 1`,
      ],
    ),
  ]
}

/** Columns that any tile's SQL reads, by table; times are copied in the zone's local time. */
export const TILE_COLUMNS: Readonly<
  Record<'ticket' | 'episode' | 'answer', Readonly<Record<string, string>>>
> = {
  ticket: {
    opened_at: 'TIMESTAMP',
    resolved_at: 'TIMESTAMP',
    ended_at: 'TIMESTAMP',
    channel: 'VARCHAR',
    team_opened: 'VARCHAR',
    agent_settled: 'VARCHAR',
    issue_type: 'VARCHAR',
    product: 'VARCHAR',
    aht_ms: 'BIGINT',
    reopened: 'BOOLEAN',
    transferred_team: 'BOOLEAN',
    fcr_repeat: 'BOOLEAN',
  },
  episode: {
    started_at: 'TIMESTAMP',
    channel: 'VARCHAR',
    team: 'VARCHAR',
    agent: 'VARCHAR',
    outcome: 'VARCHAR',
    wait_ms: 'BIGINT',
    within: 'BOOLEAN',
    due_at: 'TIMESTAMP',
    short_abandon: 'BOOLEAN',
  },
  answer: {
    at: 'TIMESTAMP',
    channel: 'VARCHAR',
    agent: 'VARCHAR',
    issue_type: 'VARCHAR',
    product: 'VARCHAR',
    kind: 'VARCHAR',
    score_milli: 'INTEGER',
    normal_milli: 'INTEGER',
  },
}

/** Pages of a table that one piece of the copy reads. */
const PAGES = 4_000

/** The rows of a tile table as CSV without a head, piece by piece; an empty field is no value. */
export async function* tileRows(
  query: (sql: string, values: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>,
  table: keyof typeof TILE_COLUMNS,
): AsyncGenerator<string> {
  const columns = Object.entries(TILE_COLUMNS[table]).map(([column, type]) =>
    type === 'TIMESTAMP' ? `("${column}" AT TIME ZONE '${ZONE}')` : column,
  )
  const [size] = await query(`SELECT (pg_relation_size('${table}') / 8192)::int AS pages`, [])
  const pages = Number(size?.pages ?? 0)
  for (let page = 0; page <= pages; page += PAGES) {
    const [piece] = await query(
      `SELECT string_agg(concat(${columns.join(`, ',', `)}), E'\\n') AS csv FROM ${table}
       WHERE ctid >= $1::tid AND ctid < $2::tid`,
      [`(${page},0)`, `(${page + PAGES},0)`],
    )
    if (typeof piece?.csv === 'string') yield `${piece.csv}\n`
  }
}
