/** Kinds of surveys, in the order pages show them, and scores in words. Pure. */
import type { Translate } from '@/lib/i18n/translate'

export const SURVEYS = [
  'csat',
  'csat_first_response',
  'csat_solution',
  'csat_complaint',
  'csat_process',
  'nps',
  'ces',
  'ces1',
  'resolved',
] as const
export type Survey = (typeof SURVEYS)[number]

export const surveyOf = (kind: string): Survey | null => SURVEYS.find((it) => it === kind) ?? null

/** The metric whose rows a kind's answers are. */
export function surveyMetric(kind: Survey): string {
  return kind === 'resolved' ? 'fcr_said' : kind
}

/** Whether a whole score counts as good in the kind's metric. */
export function isGoodScore(kind: Survey, score: number): boolean {
  if (kind === 'nps') return score >= 9
  if (kind === 'ces') return score >= 5
  if (kind === 'ces1') return score <= 3
  return kind === 'resolved' ? score > 0 : score >= 4
}

export interface ScoreWords {
  readonly kind: string
  /** 4, or yes */
  readonly digits: string
  /** "/ 5", or '' */
  readonly of: string
  readonly words: string
}

/** A score as people read it: on its own scale; the question whether it was solved as yes or no. */
export function answerScore(
  answer: { readonly kind: string; readonly scale: string; readonly score: number },
  t: Translate,
): ScoreWords {
  const survey = surveyOf(answer.kind)
  const kind = survey === null ? answer.kind : t(`surveyKind.${survey}`)
  if (survey === 'resolved') {
    const digits = answer.score > 0.5 ? t('tickets.yes') : t('tickets.no')
    return { kind, digits, of: '', words: `${kind} ${digits}` }
  }
  const top = answer.scale.split('-')[1]
  const of = top === undefined ? '' : `/ ${top}`
  return { kind, digits: String(answer.score), of, words: `${kind} ${answer.score} ${of}`.trim() }
}
