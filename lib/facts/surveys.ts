import { type Instant, SURVEY_KINDS, type SurveyKind, type UnifiedEvent } from './event'
import { numberOf, textOf } from './fields'
import type { AnswerFact, ComplaintFact } from './shapes'

const CSAT_SCALES = ['1-5', '1-2', '1-3'] as const

/** The scales a survey kind can be answered on; the first is its default. */
export const SCALES: Readonly<Record<SurveyKind, readonly string[]>> = {
  csat: CSAT_SCALES,
  csat_first_response: CSAT_SCALES,
  csat_solution: CSAT_SCALES,
  csat_complaint: CSAT_SCALES,
  csat_process: CSAT_SCALES,
  nps: ['0-10'],
  ces: ['1-7', '1-7-effort'],
  resolved: ['0-1'],
}

/** Lowest and highest score of each scale. */
export const SCALE_RANGE: Readonly<Record<string, readonly [number, number]>> = {
  '1-5': [1, 5],
  '1-2': [1, 2],
  '1-3': [1, 3],
  '0-10': [0, 10],
  '1-7': [1, 7],
  '1-7-effort': [1, 7],
  '0-1': [0, 1],
}

const KINDS = new Set<string>(SURVEY_KINDS)

export function isSurveyKind(kind: string): kind is SurveyKind {
  return KINDS.has(kind)
}

export type AnswerOf = Pick<AnswerFact, 'kind' | 'scale' | 'scoreMilli' | 'normalMilli' | 'comment'>

/**
 * What a `survey.answered` says: the score in thousandths, and for csat kinds also on 1–5 (1–2 → 1 and 5, 1–3 →
 * 1, 3 and 5, in-between scores in proportion). Null where kind or score are none.
 */
export function answerOf(event: UnifiedEvent): AnswerOf | null {
  const kind = textOf(event.data, 'kind')
  const score = numberOf(event.data, 'score')
  if (kind === null || score === null || !isSurveyKind(kind)) return null
  const scale = textOf(event.data, 'scale') ?? SCALES[kind][0] ?? ''
  const scoreMilli = Math.round(score * 1000)
  const normalMilli =
    scale === '1-2'
      ? 1000 + (scoreMilli - 1000) * 4
      : scale === '1-3'
        ? 1000 + (scoreMilli - 1000) * 2
        : scoreMilli
  return {
    kind: scale === '1-7-effort' ? 'ces1' : kind,
    scale,
    scoreMilli,
    normalMilli,
    comment: textOf(event.data, 'comment'),
  }
}

/** What a `complaint.filed` says. */
export function complaintOf(event: UnifiedEvent): Pick<ComplaintFact, 'level' | 'category'> {
  return {
    level: event.data.level === 'high' ? 'high' : 'normal',
    category: textOf(event.data, 'category'),
  }
}

/** A suggestion while it is folded; it becomes a fact once it is decided. */
export interface SuggestionState {
  readonly suggestion: string
  submittedAt: Instant | null
  decidedAt: Instant | null
  adopted: boolean
  team: string | null
  agent: string | null
}

/** Takes a `suggestion.submitted` or `.decided`: the first submission, the last decision (no word = not adopted). */
export function takeSuggestion(
  states: Map<string, SuggestionState>,
  event: UnifiedEvent,
  team: string | null,
  agent: string | null,
): void {
  const suggestion = textOf(event.data, 'suggestion')
  if (suggestion === null) return
  let state = states.get(suggestion)
  if (!state) {
    state = { suggestion, submittedAt: null, decidedAt: null, adopted: false, team: null, agent: null }
    states.set(suggestion, state)
  }
  if (event.type === 'suggestion.submitted') state.submittedAt ??= event.time
  else {
    state.decidedAt = event.time
    state.adopted = event.data.adopted === true
    state.team = team
    state.agent = agent
  }
}
