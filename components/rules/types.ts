/** What the pages of rules hand to their editors. */
import type { Openings } from '@/lib/alerts/heard'
import type { LadderFault } from '@/lib/alerts/ladder'
import type { RuleBody } from '@/lib/alerts/rule'
import type { LadderStep, ScopeDimension } from '@/lib/alerts/types'
import type { FormatUnit } from '@/lib/i18n/format'

export type Draft = RuleBody

export interface MetricOption {
  readonly id: string
  readonly label: string
  readonly unit: FormatUnit
  readonly polarity: 'up' | 'down' | 'none'
  readonly dimensions: readonly ScopeDimension[]
  readonly minSample: number
  readonly target: number | null
  /** the state of now: it has no past */
  readonly isState: boolean
}

export interface LadderOption {
  readonly id: string
  readonly name: string
  readonly steps: readonly LadderStep[]
  readonly faults: readonly LadderFault[]
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** Everything a sentence can choose from. */
export interface EditorChoices {
  readonly metrics: readonly MetricOption[]
  readonly ladders: readonly LadderOption[]
  /** the other rules */
  readonly rules: readonly Named[]
  readonly people: readonly Named[]
  readonly targets: readonly Named[]
  /** when working hours are in the weeks to come */
  readonly openings: Openings
}

/** What every part of a rule's sentence is drawn from. */
export interface SentencePart {
  readonly draft: Draft
  readonly choices: EditorChoices
  readonly disabled: boolean
  /** places something is to be said of */
  readonly wrong: ReadonlySet<string>
}

export const SCOPE_DIMENSIONS: readonly ScopeDimension[] = [
  'channel',
  'team',
  'agent',
  'product',
  'issueType',
  'region',
  'customerTier',
  'campaign',
  'priority',
]
