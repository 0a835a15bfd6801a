/**
 * Every measure: a count, sum or sketch over one family. Together they say which columns the rollups have.
 * A clocked measure is two columns: `<id>` on the wall clock and `<id>_biz` in working time.
 */
import * as f from './families'
import type { ClockedMeasure, Family, Measure, Predicate } from './types'

const all: Measure[] = []

function measure(m: Measure): Measure {
  all.push(m)
  return m
}

const count = (id: string, family: Family, where: readonly Predicate[] = []): Measure =>
  measure({ id, family, agg: 'count', where })

const sum = (id: string, family: Family, column: string, where: readonly Predicate[] = []): Measure =>
  measure({ id, family, agg: 'sum', column, where })

/** A count that only the query's now can answer: read from the facts, never rolled up. */
const live = (id: string, family: Family, where: readonly Predicate[]): Measure =>
  measure({ id, family, agg: 'count', where, live: true })

/** Two measures, one on each clock; `make` gets the suffix for field names ('' or 'Biz') and for ids ('' or '_biz'). */
function clocked(make: (field: '' | 'Biz', id: '' | '_biz') => Measure): ClockedMeasure {
  return { all_hours: make('', ''), business: make('Biz', '_biz') }
}

const clockedSum = (
  id: string,
  family: Family,
  column: (field: '' | 'Biz') => string,
  where: readonly Predicate[],
) => clocked((field, suffix) => sum(`${id}${suffix}`, family, column(field), where))

const clockedSketch = (
  id: string,
  family: Family,
  column: (field: '' | 'Biz') => string,
  where: readonly Predicate[],
) =>
  clocked((field, suffix) =>
    measure({ id: `${id}${suffix}`, family, agg: 'sketch', column: column(field), where }),
  )

const eq = (column: string, value: string | number | boolean): Predicate => ({ column, op: 'eq', value })
const isIn = (column: string, ...values: string[]): Predicate => ({ column, op: 'in', values })
const notNull = (column: string): Predicate => ({ column, op: 'not_null' })
const gte = (column: string, value: number): Predicate => ({ column, op: 'gte', value })
const gt = (column: string, value: number): Predicate => ({ column, op: 'gt', value })
const lte = (column: string, value: number): Predicate => ({ column, op: 'lte', value })
const beforeNow = (column: string): Predicate => ({ column, op: 'before_now' })

// tickets
export const opened = count('opened', f.opened)
export const openedTransferred = count('opened_transferred', f.opened, [eq('transferred', true)])
export const openedAnswered = count('opened_answered', f.opened, [eq('answered', true)])
export const resolvedTickets = count('resolved', f.resolved)
export const resolvedFcr = count('resolved_fcr', f.resolved, [
  eq('reopened', false),
  eq('transferredTeam', false),
  eq('fcrRepeat', false),
])
export const everResolved = count('ever_resolved', f.everResolved)
export const everResolvedReopened = count('ever_resolved_reopened', f.everResolved, [eq('reopened72', true)])
export const closedTickets = count('closed', f.closed)
export const endedTickets = count('ended', f.ended)
export const handled = count('handled', f.ended, [notNull('ahtMs')])
export const handleTime = clockedSum('handle_time', f.ended, (c) => `aht${c}Ms`, [notNull('ahtMs')])
export const handleSketch = clockedSketch('handle_sketch', f.ended, (c) => `aht${c}Ms`, [notNull('ahtMs')])

// resolution, by opening
export const resolutionOpened = count('resolution_opened', f.resolution)
export const resolutionDone = count('resolution_done', f.resolution, [notNull('resolutionMs')])
export const resolutionTime = clockedSum('resolution_time', f.resolution, (c) => `resolution${c}Ms`, [
  notNull('resolutionMs'),
])
export const resolutionSketch = clockedSketch('resolution_sketch', f.resolution, (c) => `resolution${c}Ms`, [
  notNull('resolutionMs'),
])
export const resolutionWithin = clocked((c, id) =>
  count(`resolution_within${id}`, f.resolution, [eq(`resolvedWithin${c}`, true)]),
)
export const resolutionOverdue = clocked((c, id) =>
  live(`resolution_overdue${id}`, f.resolution, [eq('state', 'open'), beforeNow(`resolutionDue${c}At`)]),
)

// episodes
export const episodeAnswered = count('episode_answered', f.episode, [eq('outcome', 'answered')])
export const episodeEnded = count('episode_ended', f.episode, [isIn('outcome', 'answered', 'abandoned')])
export const episodeAbandoned = count('episode_abandoned', f.episode, [
  eq('outcome', 'abandoned'),
  eq('shortAbandon', false),
])
export const firstResponseTime = clockedSum('first_response_time', f.episode, (c) => `wait${c}Ms`, [
  eq('outcome', 'answered'),
])
export const firstResponseSketch = clockedSketch('first_response_sketch', f.episode, (c) => `wait${c}Ms`, [
  eq('outcome', 'answered'),
])
export const waitSketch = clockedSketch('wait_sketch', f.episode, (c) => `wait${c}Ms`, [
  isIn('outcome', 'answered', 'abandoned'),
])
export const episodeWithin = clocked((c, id) =>
  count(`episode_within${id}`, f.episode, [eq('outcome', 'answered'), eq(`within${c}`, true)]),
)
/** answered, but past the target */
export const episodeLate = clocked((c, id) =>
  count(`episode_late${id}`, f.episode, [eq('outcome', 'answered'), eq(`within${c}`, false)]),
)
export const episodeAbandonedPast = clocked((c, id) =>
  count(`episode_abandoned_past${id}`, f.episode, [eq('outcome', 'abandoned'), eq(`within${c}`, false)]),
)
export const episodeOverdue = clocked((c, id) =>
  live(`episode_overdue${id}`, f.episode, [eq('outcome', 'waiting'), beforeNow(`due${c}At`)]),
)
export const serviceLevelWithin = clocked((c, id) =>
  count(`service_level_within${id}`, f.episode, [eq('outcome', 'answered'), eq(`slWithin${c}`, true)]),
)
export const serviceLevelOverdue = clocked((c, id) =>
  live(`service_level_overdue${id}`, f.episode, [eq('outcome', 'waiting'), beforeNow(`slDue${c}At`)]),
)

// rounds
export const roundAnswered = count('round_answered', f.round, [eq('outcome', 'answered')])
export const responseTime = clockedSum('response_time', f.round, (c) => `response${c}Ms`, [
  eq('outcome', 'answered'),
])
export const responseSketch = clockedSketch('response_sketch', f.round, (c) => `response${c}Ms`, [
  eq('outcome', 'answered'),
])
/** rounds past the limit that no first-response limit has already counted */
export const roundBreached = clocked((c, id) =>
  count(`round_breached${id}`, f.round, [eq('first', false), eq(`breached${c}`, true)]),
)
export const roundOverdue = clocked((c, id) =>
  live(`round_overdue${id}`, f.round, [eq('outcome', 'open'), eq('first', false), beforeNow(`due${c}At`)]),
)

// assignments
export const assignmentAnswered = count('assignment_answered', f.assignment, [eq('outcome', 'answered')])
export const assignmentTime = clockedSum('assignment_time', f.assignment, (c) => `response${c}Ms`, [
  eq('outcome', 'answered'),
])
export const assignmentSketch = clockedSketch('assignment_sketch', f.assignment, (c) => `response${c}Ms`, [
  eq('outcome', 'answered'),
])

// messages
export const messagesIn = count('messages_in', f.message, [eq('direction', 'in')])
export const messagesOut = count('messages_out', f.message, [eq('direction', 'out')])

// answers
export const csatAnswers = count('csat_answers', f.answer, [eq('kind', 'csat')])
export const csatGood = count('csat_good', f.answer, [eq('kind', 'csat'), gte('normalMilli', 4000)])
export const csatSum = sum('csat_sum', f.answer, 'normalMilli', [eq('kind', 'csat')])
const satisfaction = (kind: string) => ({
  answers: count(`${kind}_answers`, f.answer, [eq('kind', kind)]),
  good: count(`${kind}_good`, f.answer, [eq('kind', kind), gte('normalMilli', 4000)]),
})
export const csatFirstResponse = satisfaction('csat_first_response')
export const csatSolution = satisfaction('csat_solution')
export const csatComplaint = satisfaction('csat_complaint')
export const csatProcess = satisfaction('csat_process')
export const npsAnswers = count('nps_answers', f.answer, [eq('kind', 'nps')])
export const npsPromoters = count('nps_promoters', f.answer, [eq('kind', 'nps'), gte('scoreMilli', 9000)])
export const npsDetractors = count('nps_detractors', f.answer, [eq('kind', 'nps'), lte('scoreMilli', 6000)])
export const cesAnswers = count('ces_answers', f.answer, [eq('kind', 'ces')])
export const cesEasy = count('ces_easy', f.answer, [eq('kind', 'ces'), gte('scoreMilli', 5000)])
export const ces1Answers = count('ces1_answers', f.answer, [eq('kind', 'ces1')])
export const ces1Easy = count('ces1_easy', f.answer, [eq('kind', 'ces1'), lte('scoreMilli', 3000)])
export const saidAnswers = count('said_answers', f.answer, [eq('kind', 'resolved')])
export const saidYes = count('said_yes', f.answer, [eq('kind', 'resolved'), gt('scoreMilli', 500)])
export const surveySent = count('survey_sent', f.surveyed)
export const surveyAnswered = count('survey_answered', f.surveyed, [eq('surveyAnswered', true)])

// complaints, suggestions
export const complaintsCounted = count('complaints_counted', f.complaint, [eq('counted', true)])
export const suggestionsDecided = count('suggestions_decided', f.suggestion)
export const suggestionsAdopted = count('suggestions_adopted', f.suggestion, [eq('adopted', true)])

export const MEASURES: readonly Measure[] = all
/** the columns of `rollup_<family>` */
export const rolledUp = (family: Family): readonly Measure[] =>
  all.filter((m) => m.family.id === family.id && m.live !== true && m.agg !== 'sketch')
/** the rows of `rollup_sketch` */
export const sketches = (family: Family): readonly Measure[] =>
  all.filter((m) => m.family.id === family.id && m.agg === 'sketch')
