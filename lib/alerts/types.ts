/** The shapes of the alarm engine: rules, evaluations, states, incidents, and who is told. Data only; nothing here runs. */
import type { z } from 'zod'
import type { Instant } from '@/lib/facts/event'
import type { SourceReading } from '@/lib/facts/source-reading'
import type { Dimension, MetricQuery, QueryResult, Unit } from '@/lib/metrics/types'

export const RULE_KINDS = [
  'threshold',
  'conversation',
  'sla',
  'change',
  'adaptive',
  'source',
  'compound',
] as const
export type RuleKind = (typeof RULE_KINDS)[number]

export const SEVERITIES = ['watch', 'bad'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What an alarm is about. An absent field = not narrowed by it; `subject` with `source` names one conversation. */
export interface AlarmScope {
  readonly channel?: string | null
  readonly team?: string | null
  readonly agent?: string | null
  readonly product?: string | null
  readonly issueType?: string | null
  readonly region?: string | null
  readonly customerTier?: string | null
  readonly campaign?: string | null
  readonly priority?: string | null
  readonly source?: string
  readonly subject?: string
}

/** Minutes of the local day, `22:00`–`08:00` may wrap; weekdays 1 = Monday … 7, absent = all. */
export interface MuteWindow {
  readonly from: string
  readonly to: string
  readonly weekdays?: readonly number[] | undefined
}

/**
 * A rule as it is stored (column `body` of `alert_rule`, checked by `ruleSchema` in `lib/alerts/rule.ts`).
 * Durations are whole seconds, except where the name says minutes.
 */
export interface Rule {
  readonly id: string
  readonly version: number
  readonly name: string
  /** the shipped preset it was made from */
  readonly preset: string | null
  readonly enabled: boolean
  readonly kind: RuleKind
  /** by kind; checked by the kind's own schema */
  readonly params: unknown
  readonly severity: Severity
  /** how often it is evaluated, 15–86,400; conversation and SLA rules fire by due time and ignore it */
  readonly everySeconds: number
  /** how long it must be out of its limit before it fires */
  readonly forSeconds: number
  /** how long it goes on firing after the number is back */
  readonly keepFiringSeconds: number
  /** how many evaluations in a row must be back inside the recovery limit before the number counts as recovered */
  readonly recoverTimes: number
  readonly noData: 'keep' | 'ok' | 'alarm'
  readonly onError: 'keep' | 'ok' | 'alarm'
  /** one incident for each key, channel, team, or one for all of the rule */
  readonly groupBy: 'key' | 'channel' | 'team' | 'rule'
  /** while one of these rules fires for the same or a wider scope, this one opens no incident */
  readonly inhibitedBy: readonly string[]
  readonly activeIn: 'always' | 'business'
  readonly mute: readonly MuteWindow[]
  /** null = told once */
  readonly repeatMinutes: number | null
  /** more than `changes` changes within `minutes` = flapping: it stays open and says so once; null = no damping */
  readonly flap: { readonly changes: number; readonly minutes: number } | null
  /** null = wall and in-app only */
  readonly ladder: string | null
  /** automatic follow-up */
  readonly task: { readonly title: string; readonly dueHours: number } | null
}

export type Verdict = 'ok' | 'breach' | 'no_data' | 'error'

/** What a kind says about one key at one instant. */
export interface Evaluation {
  /** the same thing has the same key for ever: `keyOf(scope)` */
  readonly key: string
  readonly scope: AlarmScope
  readonly verdict: Verdict
  readonly value: number | null
  /** in the metric's unit; what was crossed */
  readonly limit: number | null
  /** back inside this counts as recovered (hysteresis); null = the limit itself */
  readonly recovered: boolean
  readonly metric: string | null
  readonly unit: Unit
  readonly n: number | null
  readonly expected: readonly [low: number, high: number] | null
  /** it can only grow while it lasts, as a silence does: its growing is no news */
  readonly steady?: true
  readonly error?: string
}

export type Phase = 'normal' | 'pending' | 'firing' | 'keep_firing' | 'no_data' | 'error' | 'paused'

/** Row of `alert_state`: one key of one rule. Instants are epoch ms. */
export interface KeyState {
  readonly phase: Phase
  /** when this phase began */
  readonly since: Instant
  /** first breach of the present run of breaches; null = inside */
  readonly breachedAt: Instant | null
  /** evaluations in a row that were back inside */
  readonly recoveredTimes: number
  /** instants of the last changes between firing and not, newest last, for the damping */
  readonly changes: readonly Instant[]
  readonly flapping: boolean
  /** it fired and has not recovered: an incident stands for it, whatever the phase */
  readonly open: boolean
  /** the value that was last told (fire, worse): what `worse` is measured against */
  readonly told: number | null
  readonly value: number | null
  readonly limit: number | null
  readonly evaluatedAt: Instant
}

export type Transition = 'none' | 'fire' | 'recover' | 'worse' | 'flap' | 'no_data' | 'error'

/** What kinds see beside the answers. `sources`: as the lights of the boards read them. */
export interface EvaluationMoment {
  readonly now: Instant
  /** the tenant's zone */
  readonly zone: string
  readonly sources: readonly SourceReading[]
  /** scopes of the keys that have a state: of what is counted, one without a row stands at 0 */
  readonly known: readonly AlarmScope[]
}

/** A plug-in: one file in `lib/alerts/kinds`, one line in `lib/alerts/kinds/index.ts`. Pure. */
export interface AlertKind<Params> {
  readonly id: RuleKind
  readonly schema: z.ZodType<Params>
  /** by planned evaluations, or by timers of single conversations (then it asks nothing) */
  readonly fires: 'evaluation' | 'timer'
  readonly text: Readonly<Record<'zh' | 'en', { readonly label: string; readonly sentence: string }>>
  /** what is asked of the query door at `now`; the engine merges equal questions of many rules */
  readonly queries: (params: Params, now: Instant, zone: string) => readonly MetricQuery[]
  readonly evaluate: (
    results: readonly QueryResult[],
    params: Params,
    moment: EvaluationMoment,
  ) => readonly Evaluation[]
}

/**
 * A clock of a conversation rule: which wait is timed. `reply` = any reply of a human, the first or a later one;
 * `queue` = until somebody has the conversation.
 */
export const CLOCKS = ['reply', 'first_reply', 'next_reply', 'queue', 'unresolved'] as const
export type Clock = (typeof CLOCKS)[number]

/** Of a wait: some time before its limit, and the limit. `solve_…` = of the solution, in SLA rules. */
export const TIMER_PHASES = ['warn', 'limit', 'solve_warn', 'solve_limit'] as const
export type TimerPhase = (typeof TIMER_PHASES)[number]

/** Row of `rule_timer`: a limit that runs out unless somebody acts. Written by the applier, taken by the worker. */
export interface RuleTimer {
  readonly ruleId: string
  readonly ticketId: string
  readonly phase: TimerPhase
  /** when the wait began, epoch ms; with the rule it names the wait */
  readonly since: Instant
  readonly dueAt: Instant
}

// ── who is told ──────────────────────────────────────────────────────────────

/** Whom a ladder names. `agent` = of the conversation; the others by channel, team, shift and duty list. */
export const AUDIENCES = [
  'agent',
  'lead',
  'on_duty',
  'supervisor',
  'manager',
  'channel_owner',
  'product_owner',
] as const
export type Audience = (typeof AUDIENCES)[number]

export interface LadderStep {
  /** minutes without acknowledgement since the incident opened; the first is 0 */
  readonly afterMinutes: number
  /** for VIP customers; absent = the same */
  readonly afterMinutesVip?: number
  readonly audiences: readonly Audience[]
  /** persons by id, beside the audiences */
  readonly users: readonly string[]
  /** notification targets by id; persons are told in the app in any case */
  readonly targets: readonly string[]
}

export interface Ladder {
  readonly id: string
  readonly name: string
  readonly steps: readonly LadderStep[]
}

export interface OrgTeam {
  readonly team: string
  readonly leads: readonly string[]
  readonly supervisors: readonly string[]
}
export interface OrgAgent {
  readonly agent: string
  readonly team: string | null
  readonly userId: string | null
}
export interface OrgChannel {
  readonly channel: string
  readonly label: string | null
  readonly owners: readonly string[]
}
export interface OrgProduct {
  readonly product: string
  readonly owners: readonly string[]
}
/** Who works when: spans of the local day by weekday, or an entry of the duty list between two instants. */
export interface OrgDuty {
  readonly userId: string
  /** null = all */
  readonly team: string | null
  readonly channel: string | null
  readonly weekdays: readonly number[]
  readonly from: string
  readonly to: string
  /** null = for good */
  readonly validFrom: Instant | null
  readonly validTo: Instant | null
}
export interface OrgUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly phone: string | null
  readonly role: string
  readonly teams: readonly string[]
  readonly locale: 'zh' | 'en' | null
  readonly disabled: boolean
}

/** Everything that is needed to know who is in charge. */
export interface Organisation {
  readonly zone: string
  readonly users: readonly OrgUser[]
  readonly teams: readonly OrgTeam[]
  readonly agents: readonly OrgAgent[]
  readonly channels: readonly OrgChannel[]
  readonly products: readonly OrgProduct[]
  readonly duties: readonly OrgDuty[]
}

/** Dimensions a rule may watch each value of. */
export type ScopeDimension = Exclude<Dimension, 'source'>
