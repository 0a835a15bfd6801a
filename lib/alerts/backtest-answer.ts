/** What the service that tries a rule on the past answers. Data only; nothing here runs. */
import type { Unit } from '@/lib/metrics/types'
import type { SignalScale } from './signal'
import type { AlarmScope } from './types'

/** A stretch of trouble that people know of. */
export interface KnownTrouble {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly scope: AlarmScope
}

export interface BacktestSeries {
  readonly key: string
  readonly scope: AlarmScope
  /** in the asker's language; '' = the whole */
  readonly label: string
  readonly values: readonly (number | null)[]
  /** the limit it has where the rule names none: a source's usual silence in seconds */
  readonly limit?: number
}

/** A condition's numbers of the past. */
export interface Backtest {
  /** epoch ms, whole local days up to this morning */
  readonly from: number
  readonly to: number
  /** when the value of each place was seen, the same for every series */
  readonly at: readonly number[]
  readonly stepMs: number
  readonly scale: SignalScale
  /** what a value is: of a window, the state when it was looked at, or the longest since the look before */
  readonly reading: 'window' | 'state' | 'longest'
  readonly unit: Unit
  readonly metric: string
  readonly label: string
  readonly series: readonly BacktestSeries[]
  /** values of the dimension that are not tried, because others have more cases */
  readonly leftOut: boolean
  readonly approximate: boolean
  readonly known: readonly KnownTrouble[]
  /** the metric's own target where the numbers are the metric's */
  readonly target: number | null
  /** the most cases any point had, before the least sample was asked for */
  readonly mostCases: number
  readonly tookMs: number
}

/** Of several conditions, in their order. */
export interface JoinedBacktest {
  readonly conditions: readonly Backtest[]
  readonly tookMs: number
}

/** Of a rule that times conversations or keeps promises. */
export interface WaitsBacktest {
  readonly waits: readonly PastWaits[]
  readonly from: number
  readonly to: number
  readonly tookMs: number
}

/** Why there is no backtest: nothing of that state is kept, or no source sent anything. */
export interface NoBacktest {
  readonly reason: 'not_kept' | 'no_events'
}

/** Any answer to a rule that is tried on the past. */
export type PastOfRule = Backtest | JoinedBacktest | WaitsBacktest | NoBacktest

/** Waits that began in the 28 days under one limit: how many, and how many were longer. Seconds. */
export interface PastWaits {
  /** the policy of a promise and its place; null = the rule itself */
  readonly policy: { readonly name: string; readonly index: number } | null
  readonly part: 'wait' | 'vip' | 'firstResponse' | 'solution'
  readonly limit: number
  readonly waits: number
  /** others beside the rule's own, the shortest first */
  readonly limits: readonly { readonly seconds: number; readonly longer: number }[]
  readonly longest: number | null
  /** the tightest that ran out once a day at most; null where none of those tried did so */
  readonly suggested: number | null
  /** by local day: how many began and how many of them outlasted the limit */
  readonly days: readonly { readonly at: number; readonly waits: number; readonly longer: number }[]
  /** on working hours: what still waits is not counted */
  readonly endedOnly: boolean
  /** working hours from a complaint on: not kept, so nothing is counted */
  readonly notKept: boolean
}
