/**
 * Which figures are out of their limit, and since when. What stands here is the memory of one process and starts anew
 * with it: stored incidents take its place as another `AlarmSource`, and boards need not know.
 */
import type { Unit } from '@/lib/metrics/types'
import { Steady } from './state'
import type { AlarmsResult, TileState } from './types'

type Row = AlarmsResult['rows'][number]

/** A figure that is watched for leaving its limit, as it is at this moment. */
export interface AlarmCandidate {
  /** the same figure has the same id for ever */
  readonly id: string
  readonly metric: string
  readonly unit: Unit
  readonly scope: Row['scope']
  readonly state: TileState
  /** the least state that is an alarm */
  readonly from: 'bad' | 'watch'
  readonly value: number | null
  readonly limit: number | null
  /** how far out it is: 1 = at its limit */
  readonly severity: number
  /** since when, where the data say so */
  readonly since?: number | null
  readonly canHelp: Row['canHelp']
}

/** Where a board's alarms come from. */
export interface AlarmSource {
  readonly take: (candidates: readonly AlarmCandidate[], now: number, dayStart: number) => AlarmsResult
}

/** An alarm this far out of its limit takes the whole screen. */
const WORST_FROM = 1.5
const RECOVERED_MOST = 20

interface Open {
  readonly candidate: AlarmCandidate
  readonly since: number
}

/** Alarms of one team scope, remembered between its frames. */
export class AlarmBook implements AlarmSource {
  private readonly steady = new Steady()
  private readonly out = new Map<string, number>()
  private readonly open = new Map<string, Open>()
  private recovered: { id: string; metric: string; scope: Row['scope']; at: number }[] = []
  private last = Number.NEGATIVE_INFINITY

  /** What is out of its limit at `now`, the worst first. Boards of one scope may take turns; time never runs back. */
  take(candidates: readonly AlarmCandidate[], at: number, dayStart: number): AlarmsResult {
    const now = Math.max(at, this.last)
    this.last = now
    const rows: { row: Row; severity: number }[] = []
    for (const candidate of candidates) {
      const { id, from } = candidate
      const shown = this.steady.next(id, candidate.state, now)
      const raw = candidate.state === 'bad' || (from === 'watch' && candidate.state === 'watch')
      if (!raw) {
        if (shown !== 'bad') this.out.delete(id)
      } else if (!this.out.has(id)) this.out.set(id, now)
      const alarm = shown === 'bad' || (from === 'watch' && shown === 'watch')
      if (!alarm) {
        this.close(id, shown, now)
        continue
      }
      const before = this.open.get(id)
      // While it recovers the last figure that was out of its limit stays no longer: the row says how it is now.
      const since = candidate.since ?? before?.since ?? this.out.get(id) ?? now
      this.open.set(id, { candidate, since })
      rows.push({
        row: rowOf(candidate, shown === 'bad' ? 'bad' : 'watch', since),
        severity: candidate.severity,
      })
    }
    this.forget(new Set(candidates.map(({ id }) => id)))
    this.recovered = this.recovered.filter((row) => row.at >= dayStart).slice(0, RECOVERED_MOST)
    return {
      rows: ranked(rows),
      unacknowledged: rows.length,
      recovered: this.recovered.map((row) => ({ ...row, at: new Date(row.at).toISOString() })),
    }
  }

  private close(id: string, shown: TileState, now: number): void {
    const before = this.open.get(id)
    if (before === undefined) return
    this.open.delete(id)
    // What closed or lost its data has not recovered: nobody knows.
    if (shown !== 'ok' && shown !== 'watch') return
    const { metric, scope } = before.candidate
    this.recovered.unshift({ id, metric, scope, at: now })
  }

  /** Figures that are no more, e.g. of a channel without tickets. */
  private forget(known: ReadonlySet<string>): void {
    for (const id of [...this.out.keys(), ...this.open.keys()]) {
      if (known.has(id)) continue
      this.out.delete(id)
      this.open.delete(id)
    }
    this.steady.forget(known)
  }
}

function rowOf(candidate: AlarmCandidate, state: Row['state'], since: number): Row {
  const { id, metric, unit, scope, value, limit, canHelp } = candidate
  return {
    id,
    metric,
    unit,
    scope,
    state,
    value,
    limit,
    since: new Date(since).toISOString(),
    canHelp,
    worst: false,
    acknowledgedAt: null,
  }
}

function ranked(rows: readonly { row: Row; severity: number }[]): Row[] {
  return [...rows]
    .sort(
      (a, b) =>
        Number(b.row.state === 'bad') - Number(a.row.state === 'bad') ||
        b.severity - a.severity ||
        (a.row.id < b.row.id ? -1 : 1),
    )
    .map(({ row, severity }, i) => ({
      ...row,
      worst: i === 0 && row.state === 'bad' && severity >= WORST_FROM,
    }))
}
