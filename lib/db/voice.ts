/**
 * What customers say: answers with their comments, complaints, suggestions. Lists are read in order of their
 * indexes and paged by key; counts are those of the metrics' own families, so that they agree with them.
 */
import type { Instant } from '@/lib/facts/event'
import * as families from '@/lib/metrics/families'
import { snakeCase } from './columns'
import type { Params } from './query-sql'
import { factConditions, type RowsQuestion, rowsOf } from './rows-question'

/** How good an answer is: 0 bad, 1 middling, 2 good; as the metrics of its kind count it. */
export const ANSWER_BANDS = ['low', 'middle', 'high'] as const
export type AnswerBand = (typeof ANSWER_BANDS)[number]

const BAND = `CASE
  WHEN f.kind LIKE 'csat%' THEN CASE WHEN f.normal_milli >= 4000 THEN 2 WHEN f.normal_milli >= 3000 THEN 1 ELSE 0 END
  WHEN f.kind = 'nps' THEN CASE WHEN f.score_milli >= 9000 THEN 2 WHEN f.score_milli > 6000 THEN 1 ELSE 0 END
  WHEN f.kind = 'ces' THEN CASE WHEN f.score_milli >= 5000 THEN 2 WHEN f.score_milli > 3000 THEN 1 ELSE 0 END
  WHEN f.kind = 'ces1' THEN CASE WHEN f.score_milli <= 3000 THEN 2 WHEN f.score_milli < 5000 THEN 1 ELSE 0 END
  ELSE CASE WHEN f.score_milli > 500 THEN 2 ELSE 0 END END`

/** Limits between quick, usual and slow first responses, in milliseconds; the lower one is outside "quick". */
export const FRT_QUICK_MS = 30_000
export const FRT_SLOW_MS = 120_000
export const FRT_BANDS = ['quick', 'usual', 'slow'] as const
export type FrtBand = (typeof FRT_BANDS)[number]

const FRT_BAND = `CASE WHEN e.wait_ms < ${FRT_QUICK_MS} THEN 0 WHEN e.wait_ms <= ${FRT_SLOW_MS} THEN 1 ELSE 2 END`
const FIRST_EPISODE = "JOIN episode e ON e.ticket_id = f.ticket_id AND e.no = 0 AND e.outcome = 'answered'"

/** Where a page of facts ended. */
export interface FactKey {
  readonly at: Instant
  readonly ticketId: string
  readonly no: number
}

export interface AnswerFilter {
  /** null = any */
  readonly kinds: readonly string[] | null
  readonly band: AnswerBand | null
  /** of the ticket's first response; null = any */
  readonly frt: FrtBand | null
  readonly commented: boolean
}

export interface AnswerRow extends FactKey {
  readonly source: string
  readonly kind: string
  readonly scale: string
  readonly scoreMilli: number
  readonly band: 0 | 1 | 2
  readonly comment: string | null
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly customerTier: string | null
  readonly subject: string | null
  readonly customer: string | null
  readonly name: string | null
  readonly waitMs: number | null
}

function answerConditions(question: RowsQuestion, filter: AnswerFilter, params: Params): string[] {
  return [
    ...factConditions(question, families.answer, 'at', params),
    ...(filter.kinds === null ? [] : [`f.kind = ANY(${params.texts(filter.kinds)})`]),
    ...(filter.band === null ? [] : [`${BAND} = ${ANSWER_BANDS.indexOf(filter.band)}`]),
    ...(filter.frt === null ? [] : [`${FRT_BAND} = ${FRT_BANDS.indexOf(filter.frt)}`]),
    ...(filter.commented ? ['f.comment IS NOT NULL'] : []),
  ]
}

const seek = (after: FactKey | null, at: string, params: Params): string[] =>
  after === null
    ? []
    : [
        `(f.${at}, f.ticket_id, f.no) < (${params.instant(after.at)}, ${params.add(after.ticketId, '::uuid')}, ${params.add(after.no, '::int')})`,
      ]

/** Answers, newest first; one more than `limit` where there are more. */
export async function readAnswers(
  question: RowsQuestion,
  filter: AnswerFilter,
  after: FactKey | null,
  limit: number,
): Promise<AnswerRow[]> {
  return rowsOf<AnswerRow>((params) => {
    const conditions = [...answerConditions(question, filter, params), ...seek(after, 'at', params)]
    return `SELECT p.*, t.subject, t.customer, c.name, x.wait_ms AS "waitMs" FROM (
  SELECT f.ticket_id AS "ticketId", f.no, f.at, f.source, f.kind, f.scale, f.score_milli AS "scoreMilli", ${BAND} AS band,
    f.comment, f.channel, f.team, f.agent, f.product, f.issue_type AS "issueType", f.customer_tier AS "customerTier"
  FROM answer f ${filter.frt === null ? '' : FIRST_EPISODE}
  WHERE ${conditions.join(' AND ')} ORDER BY f.at DESC, f.ticket_id DESC, f.no DESC LIMIT ${limit + 1}
) p LEFT JOIN ticket t ON t.ticket_id = p."ticketId"
LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
LEFT JOIN episode x ON x.ticket_id = p."ticketId" AND x.no = 0 AND x.outcome = 'answered'
ORDER BY p.at DESC, p."ticketId" DESC, p.no DESC`
  })
}

export async function countAnswers(question: RowsQuestion, filter: AnswerFilter): Promise<number> {
  const rows = await rowsOf<{ n: number }>(
    (params) =>
      `SELECT count(*) AS n FROM answer f ${filter.frt === null ? '' : FIRST_EPISODE} WHERE ${answerConditions(question, filter, params).join(' AND ')}`,
  )
  return rows[0]?.n ?? 0
}

/** How often each score was given, by kind; satisfaction on 1–5, the others on their own scale, whole points. */
export interface ScoreCount {
  readonly kind: string
  readonly score: number
  readonly n: number
}

export async function readScores(question: RowsQuestion): Promise<ScoreCount[]> {
  return rowsOf<ScoreCount>(
    (params) => `SELECT f.kind, ((f.normal_milli + 500) / 1000)::int AS score, count(*) AS n FROM answer f
  WHERE ${factConditions(question, families.answer, 'at', params).join(' AND ')} GROUP BY 1, 2 ORDER BY 1, 2`,
  )
}

/** Answers and good answers of the kind csat by how long the first response took. */
export interface FrtEffect {
  readonly band: FrtBand
  readonly n: number
  readonly good: number
}

export async function readFrtEffect(question: RowsQuestion): Promise<FrtEffect[]> {
  const rows = await rowsOf<{ band: number; n: number; good: number }>(
    (
      params,
    ) => `SELECT ${FRT_BAND} AS band, count(*) AS n, count(*) FILTER (WHERE f.normal_milli >= 4000) AS good
  FROM answer f ${FIRST_EPISODE}
  WHERE f.kind = 'csat' AND ${factConditions(question, families.answer, 'at', params).join(' AND ')} GROUP BY 1`,
  )
  return FRT_BANDS.map((band, i) => {
    const row = rows.find((it) => it.band === i)
    return { band, n: row?.n ?? 0, good: row?.good ?? 0 }
  })
}

export const COMPLAINT_GROUPS = ['category', 'level', 'product', 'channel', 'team', 'issueType'] as const
export type ComplaintGroup = (typeof COMPLAINT_GROUPS)[number]

export interface ComplaintFilter {
  /** null among them = without one; null = any */
  readonly categories: readonly (string | null)[] | null
  readonly levels: readonly string[] | null
  /** true = only those the complaint rate counts */
  readonly counted: boolean
  /** only of tickets still open */
  readonly open: boolean
}

export interface ComplaintRow extends FactKey {
  readonly source: string
  readonly level: string
  readonly category: string | null
  readonly counted: boolean
  readonly channel: string | null
  readonly team: string | null
  readonly agent: string | null
  readonly product: string | null
  readonly issueType: string | null
  readonly customerTier: string | null
  readonly customer: string | null
  readonly name: string | null
  readonly subject: string | null
  readonly state: string | null
  /** what the complaint says, unmasked */
  readonly text: string | null
  /** first response of the ticket */
  readonly waitMs: number | null
  /** first public agent message after the complaint */
  readonly repliedAt: Instant | null
}

function complaintConditions(question: RowsQuestion, filter: ComplaintFilter, params: Params): string[] {
  const named = filter.categories?.filter((it) => it !== null) ?? []
  const category =
    filter.categories === null
      ? []
      : [
          `(f.category = ANY(${params.texts(named)})${named.length < filter.categories.length ? ' OR f.category IS NULL' : ''})`,
        ]
  return [
    ...factConditions(question, families.complaint, 'filed_at', params),
    ...category,
    ...(filter.levels === null ? [] : [`f.level = ANY(${params.texts(filter.levels)})`]),
    ...(filter.counted ? ['f.counted'] : []),
    ...(filter.open
      ? ["EXISTS (SELECT FROM ticket o WHERE o.ticket_id = f.ticket_id AND o.state = 'open')"]
      : []),
  ]
}

/** Complaints, newest first; one more than `limit` where there are more. */
export async function readComplaints(
  question: RowsQuestion,
  filter: ComplaintFilter,
  after: FactKey | null,
  limit: number,
): Promise<ComplaintRow[]> {
  return rowsOf<ComplaintRow>((params) => {
    const conditions = [...complaintConditions(question, filter, params), ...seek(after, 'filed_at', params)]
    return `SELECT p.*, t.subject, t.state, c.name, e.wait_ms AS "waitMs", said.text,
  (SELECT min(m.at) FROM message m WHERE m.ticket_id = p."ticketId" AND m.direction = 'out' AND m.at >= p.at) AS "repliedAt"
FROM (
  SELECT f.ticket_id AS "ticketId", f.no, f.filed_at AS at, f.source, f.level, f.category, f.counted, f.channel, f.team, f.agent,
    f.product, f.issue_type AS "issueType", f.customer_tier AS "customerTier", f.customer
  FROM complaint f WHERE ${conditions.join(' AND ')}
  ORDER BY f.filed_at DESC, f.ticket_id DESC, f.no DESC LIMIT ${limit + 1}
) p LEFT JOIN ticket t ON t.ticket_id = p."ticketId"
LEFT JOIN customer c ON c.source = p.source AND c.customer = p.customer
LEFT JOIN episode e ON e.ticket_id = p."ticketId" AND e.no = 0 AND e.outcome = 'answered'
LEFT JOIN LATERAL (
  SELECT v.data->>'text' AS text FROM event v WHERE v.unit_id = p."ticketId" AND v.type = 'complaint.filed'
  ORDER BY v.time, v.id COLLATE "C" OFFSET p.no LIMIT 1
) said ON TRUE
ORDER BY p.at DESC, p."ticketId" DESC, p.no DESC`
  })
}

export async function countComplaints(question: RowsQuestion, filter: ComplaintFilter): Promise<number> {
  const rows = await rowsOf<{ n: number }>(
    (params) =>
      `SELECT count(*) AS n FROM complaint f WHERE ${complaintConditions(question, filter, params).join(' AND ')}`,
  )
  return rows[0]?.n ?? 0
}

/** Complaints that the rate counts, by one of the groups, the most first; null = without a value. */
export async function readComplaintGroups(
  question: RowsQuestion,
  group: ComplaintGroup,
): Promise<readonly { readonly value: string | null; readonly n: number }[]> {
  return rowsOf<{ value: string | null; n: number }>(
    (params) => `SELECT f.${snakeCase(group)} AS value, count(*) AS n FROM complaint f
  WHERE f.counted AND ${factConditions(question, families.complaint, 'filed_at', params).join(' AND ')}
  GROUP BY 1 ORDER BY 2 DESC, 1 NULLS LAST LIMIT 200`,
  )
}

/** Complaints that the rate counts, by category and product and which of the periods they lie in (0 = the first). */
export interface TopicCount {
  readonly category: string | null
  readonly product: string | null
  readonly period: number
  readonly n: number
}

/** `boundaries`: starts of the periods and the end of the last, rising. */
export async function readTopics(
  question: Omit<RowsQuestion, 'stretches'>,
  boundaries: readonly Instant[],
): Promise<TopicCount[]> {
  const from = boundaries[0] ?? 0
  const to = boundaries.at(-1) ?? 0
  return rowsOf<TopicCount>(
    (
      params,
    ) => `SELECT f.category, f.product, width_bucket(f.filed_at, ${params.instants(boundaries)}) - 1 AS period, count(*) AS n
  FROM complaint f WHERE f.counted AND ${factConditions({ ...question, stretches: [{ from, to }] }, families.complaint, 'filed_at', params).join(' AND ')}
  GROUP BY 1, 2, 3`,
  )
}

export const SUGGESTION_STATES = ['submitted', 'pending', 'decided', 'adopted'] as const
export type SuggestionState = (typeof SUGGESTION_STATES)[number]

export interface SuggestionRow {
  readonly id: string
  readonly source: string
  readonly suggestion: string | null
  readonly submittedAt: Instant | null
  readonly decidedAt: Instant | null
  /** null = not decided */
  readonly adopted: boolean | null
  readonly text: string | null
  readonly subject: string | null
  readonly channel: string | null
  readonly product: string | null
  readonly team: string | null
  readonly customerTier: string | null
  readonly customer: string | null
  readonly name: string | null
}

const SUGGESTION_COLUMNS = `source, suggestion, "submittedAt", "decidedAt", adopted, text`

/**
 * Submissions of the period with their decisions. Before its decision a suggestion is no fact: it stands in the
 * events, and its ticket says to whom it belongs. One submitted twice is there once, by its first submission.
 */
function submittedSql(question: RowsQuestion, params: Params): string {
  const { stretches, ...rest } = question
  const times = stretches.map(
    ({ from, to }) => `v.time >= ${params.instant(from)} AND v.time < ${params.instant(to)}`,
  )
  const ticket = factConditions({ ...rest, stretches: [EVER] }, families.opened, 'first_at', params, 't')
  // Loose ones have no ticket: whoever is narrowed to anything does not see them.
  const loose = rest.scope === null && rest.filters.length === 0 ? ' OR t.ticket_id IS NULL' : ''
  return `SELECT v.event_key::text AS id, v.source, v.data->>'suggestion' AS suggestion, v.time AS "submittedAt",
    g.decided_at AS "decidedAt", g.adopted, v.data->>'text' AS text, v.unit_id
  FROM event v LEFT JOIN ticket t ON t.ticket_id = v.unit_id
  LEFT JOIN suggestion g ON g.ticket_id = v.unit_id AND g.suggestion = v.data->>'suggestion'
  WHERE v.type = 'suggestion.submitted' AND (${times.join(' OR ')}) AND ((${ticket.join(' AND ')})${loose})
    AND NOT EXISTS (SELECT FROM event w WHERE w.unit_id = v.unit_id AND w.type = v.type
      AND w.data->>'suggestion' = v.data->>'suggestion' AND (w.time, w.id COLLATE "C") < (v.time, v.id COLLATE "C"))`
}

const EVER = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2101, 0, 1) }

function decidedSql(question: RowsQuestion, params: Params): string {
  return `SELECT f.ticket_id::text || ' ' || f.no AS id, f.source, f.suggestion, f.submitted_at AS "submittedAt",
    f.decided_at AS "decidedAt", f.adopted, said.text, f.ticket_id AS unit_id
  FROM suggestion f LEFT JOIN LATERAL (
    SELECT v.data->>'text' AS text FROM event v WHERE v.unit_id = f.ticket_id AND v.type = 'suggestion.submitted'
      AND v.data->>'suggestion' = f.suggestion ORDER BY v.time LIMIT 1
  ) said ON TRUE
  WHERE ${factConditions(question, families.suggestion, 'decided_at', params).join(' AND ')}`
}

/**
 * Suggestions of the period: `submitted` and `pending` by their submission, `decided` and `adopted` by their
 * decision, newest first. At most `limit` of `total`.
 */
export async function readSuggestions(
  question: RowsQuestion,
  state: SuggestionState,
  limit: number,
): Promise<{ readonly rows: readonly SuggestionRow[]; readonly total: number }> {
  const found = await rowsOf<SuggestionRow & { total: number }>((params) => {
    const byDecision = state === 'decided' || state === 'adopted'
    const inner = byDecision ? decidedSql(question, params) : submittedSql(question, params)
    const narrowed =
      state === 'pending' ? 'WHERE "decidedAt" IS NULL' : state === 'adopted' ? 'WHERE adopted' : ''
    const at = byDecision ? '"decidedAt"' : '"submittedAt"'
    return `SELECT p.*, t.subject, t.channel, t.product, t.team_last AS team, t.customer_tier AS "customerTier", t.customer, c.name
FROM (SELECT id, ${SUGGESTION_COLUMNS}, unit_id, count(*) OVER () AS total FROM (${inner}) s ${narrowed}
  ORDER BY ${at} DESC, id DESC LIMIT ${limit}) p
LEFT JOIN ticket t ON t.ticket_id = p.unit_id
LEFT JOIN customer c ON c.source = t.source AND c.customer = t.customer
ORDER BY p.${at} DESC, p.id DESC`
  })
  return { rows: found, total: found[0]?.total ?? 0 }
}
