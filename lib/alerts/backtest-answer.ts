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
}

export interface Backtest {
  /** epoch ms, whole local days up to this morning */
  readonly from: number
  readonly to: number
  /** when the value of each place was seen, the same for every series */
  readonly at: readonly number[]
  readonly stepMs: number
  readonly scale: SignalScale
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

/** Why there is no backtest: the kind fires by timers or watches no metric; or only the state of now is known. */
export interface NoBacktest {
  readonly reason: 'timers' | 'source' | 'compound' | 'state_of_now'
  /** of a rule that times conversations: how often each limit would have run out */
  readonly waits?: PastWaits
}

/** Waits that began in the 28 days and were answered: how many, and how many were longer than each limit. */
export interface PastWaits {
  readonly waits: number
  /** the shortest first */
  readonly limits: readonly { readonly seconds: number; readonly longer: number }[]
  /** some conditions of the rule (pages, tags, complaints, any of several) are not looked at here */
  readonly partly: boolean
}
