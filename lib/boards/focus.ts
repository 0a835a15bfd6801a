/**
 * Zone F: why the worst figure is what it is, in numbers. The channel that is farthest out of its limit, its change
 * and its volume's against the same weekday, the part of the volume that grew most, and the figure without that part.
 * Pure: what hangs on the channel is asked by `focusQuestions`, round after round.
 */

import { targetAt } from '@/lib/metrics/targets'
import type { Dimension, QueryRow } from '@/lib/metrics/types'
import { byKey, firstRow, isStale, keyOf, numberOf, periodOf } from './answers'
import type { BoardParts, BoardQuery } from './board'
import { type ChannelRow, listedChannels } from './channel-rows'
import { bandOf } from './state'
import type { FocusResult, TileValue } from './types'

const QUARTER = 15 * 60_000
/** Cases of a quarter-hour from which it speaks for itself; below, the hour does. */
const QUARTER_CASES = 20
/** Part of the limit from which a figure is worth a cause. */
const WATCH = 0.8
const EVERY_MS = 15_000

/** A part explains a rise where it is this much of the volume, this much more of it than usual, and no single case. */
const SHARE_LEAST = 0.2
const GROWTH_LEAST = 0.1
const CASES_LEAST = 5
/** Without a usual share to compare with, only the bulk of the volume explains it. */
const BULK = 0.5

/** In the order in which equals are named. */
const DRIVERS = ['campaign', 'issueType', 'product', 'region'] as const satisfies readonly Dimension[]

/** The quiet hour by channel: asked for every board that has a focus. */
export const FOCUS_QUERIES: readonly BoardQuery[] = [
  {
    id: 'channelsHour',
    everyMs: EVERY_MS,
    input: (now) => ({
      metrics: ['frt_avg', 'tickets_opened'],
      dimensions: ['channel'],
      period: windowOf(now, 'lastHour'),
      limit: 100,
    }),
  },
]

type Window = 'last15' | 'lastHour'

/** A figure whose cause is looked for; `channel` null = tickets without one. */
export interface Subject {
  readonly channel: string | null
  readonly metric: string
  readonly window: Window
}

type Answers = Pick<BoardParts, 'results' | 'metric'>

function windowOf(now: number, window: Window): { from: string; to: string } {
  const from = now + 1 - (window === 'last15' ? QUARTER : 4 * QUARTER)
  return { from: new Date(from).toISOString(), to: new Date(now + 1).toISOString() }
}

/** What is farthest out of its limit; null = all is quiet. */
export function focusSubject(parts: BoardParts, channels: readonly ChannelRow[]): Subject | null {
  const metric = parts.metric('frt_avg')
  const hours = byKey(parts.results.channelsHour?.rows, 'channel')
  const minimum = metric?.minSample ?? 0
  let best: { subject: Subject; ratio: number } | null = null
  const offer = (subject: Subject, ratio: number): void => {
    if (ratio >= WATCH && (best === null || ratio > best.ratio)) best = { subject, ratio }
  }
  for (const row of listedChannels(channels)) {
    if (row.state === 'none' || row.state === 'closed') continue
    const { channel } = row
    const target = targetAt(metric, { channel })?.value ?? null
    const hour = hours.get(channel)
    const quarterSpeaks = row.frtN >= QUARTER_CASES
    const value = quarterSpeaks
      ? row.frt
      : (hour?.n.frt_avg ?? 0) >= minimum
        ? numberOf(hour, 'frt_avg')
        : null
    const window = quarterSpeaks ? 'last15' : 'lastHour'
    if (value !== null && target !== null && target > 0)
      offer({ channel, metric: 'frt_avg', window }, value / target)
    if (row.queueTarget !== null && row.queue > row.queueTarget)
      offer({ channel, metric: 'queue_now', window: 'lastHour' }, row.queue / Math.max(row.queueTarget, 1))
  }
  return (best as { subject: Subject } | null)?.subject ?? null
}

const idOf = (subject: Subject, part: string): string =>
  `focus:${subject.metric}:${subject.window}:${subject.channel ?? ''}:${part}`

const inChannel = ({ channel }: Subject) => ({ dimension: 'channel', op: 'in', values: [channel] })

/** The questions of the focus that can be put now, given the answers so far. */
export function focusQuestions(parts: BoardParts, channels: readonly ChannelRow[]): BoardQuery[] {
  const subject = focusSubject(parts, channels)
  return subject === null ? [] : causeQuestions(parts, subject)
}

/** What is asked of a figure to find its cause; where the answers name one, also how it is without that part. */
export function causeQuestions(parts: Answers, subject: Subject): BoardQuery[] {
  const base = (now: number) => ({ period: windowOf(now, subject.window), filters: [inChannel(subject)] })
  const questions: BoardQuery[] = [
    {
      id: idOf(subject, 'whole'),
      everyMs: EVERY_MS,
      input: (now) => ({
        ...base(now),
        metrics: [subject.metric, 'tickets_opened'],
        compare: 'same_weekday',
      }),
    },
    ...DRIVERS.map(
      (dimension): BoardQuery => ({
        id: idOf(subject, dimension),
        everyMs: EVERY_MS,
        input: (now) => ({
          ...base(now),
          metrics: ['tickets_opened'],
          dimensions: [dimension],
          compare: 'same_weekday',
          limit: 50,
        }),
      }),
    ),
  ]
  const driver = driverOf(parts, subject)
  if (driver !== null) {
    questions.push({
      id: idOf(subject, `without:${driver.dimension}:${driver.value}`),
      everyMs: EVERY_MS,
      input: (now) => ({
        period: windowOf(now, subject.window),
        metrics: [subject.metric],
        filters: [inChannel(subject), { dimension: driver.dimension, op: 'not_in', values: [driver.value] }],
      }),
    })
  }
  return questions
}

type Cause = NonNullable<FocusResult['cause']>

const countOf = (row: QueryRow | null | undefined): number => numberOf(row, 'tickets_opened') ?? 0

/** The value of a dimension whose share of the volume grew most; null where none explains anything. */
function driverOf(parts: Answers, subject: Subject): Cause['driver'] {
  const whole = parts.results[idOf(subject, 'whole')]
  const volume = countOf(firstRow(whole))
  const usualVolume = countOf(firstRow(whole?.comparison))
  let best: { driver: NonNullable<Cause['driver']>; growth: number } | null = null
  for (const dimension of DRIVERS) {
    const answer = parts.results[idOf(subject, dimension)]
    const before = byKey(answer?.comparison?.rows, dimension)
    for (const row of answer?.rows ?? []) {
      const value = keyOf(row, dimension)
      const count = countOf(row)
      if (value === null || count < CASES_LEAST || volume === 0) continue
      const share = count / volume
      const usualShare = usualVolume < CASES_LEAST ? null : countOf(before.get(value)) / usualVolume
      const growth = share - (usualShare ?? 0)
      const explains = usualShare === null ? share >= BULK : share >= SHARE_LEAST && growth >= GROWTH_LEAST
      if (explains && (best === null || growth > best.growth + 1e-9)) {
        best = { driver: { dimension, value, share, usualShare, count }, growth }
      }
    }
  }
  return best?.driver ?? null
}

const changeOf = (value: number, before: number | null): number | null =>
  before === null || before === 0 ? null : value / before - 1

function causeOf(parts: BoardParts, channels: readonly ChannelRow[]): FocusResult['cause'] {
  const subject = focusSubject(parts, channels)
  const cause = subject === null ? null : causeFound(parts, subject)
  return cause === null || subject === null ? null : { ...cause, period: periodOf(parts, subject.window) }
}

/** The arithmetic of a figure from the answers to `causeQuestions`; null where it has no value. */
export function causeFound(parts: Answers, subject: Subject): Omit<Cause, 'period'> | null {
  const whole = parts.results[idOf(subject, 'whole')]
  const row = firstRow(whole)
  const value = numberOf(row, subject.metric)
  if (value === null) return null
  const metric = parts.metric(subject.metric)
  const past = firstRow(whole?.comparison)
  // A state of now has no value of last week.
  const before = subject.metric === 'queue_now' ? null : numberOf(past, subject.metric)
  const driver = driverOf(parts, subject)
  const rest =
    driver === null
      ? null
      : firstRow(parts.results[idOf(subject, `without:${driver.dimension}:${driver.value}`)])
  const enough = subject.metric === 'queue_now' || (rest?.n[subject.metric] ?? 0) >= (metric?.minSample ?? 0)
  return {
    metric: subject.metric,
    unit: metric?.unit ?? 'count',
    channel: subject.channel,
    value,
    before,
    change: changeOf(value, before),
    volume: countOf(row),
    volumeChange: changeOf(countOf(row), numberOf(past, 'tickets_opened')),
    driver,
    without: enough ? numberOf(rest, subject.metric) : null,
  }
}

/** The tile `focus`: value = the figure in question. */
export function focusTile(
  parts: BoardParts,
  channels: readonly ChannelRow[],
  ageSeconds: number | null,
): TileValue {
  const cause = causeOf(parts, channels)
  const target = cause === null ? null : targetAt(parts.metric(cause.metric), { channel: cause.channel })
  const judged = cause === null ? 'ok' : bandOf(cause.value, target, cause.unit)
  return {
    value: cause?.value ?? null,
    n: cause?.volume ?? null,
    state: parts.company.state === 'closed' && cause === null ? 'closed' : isStale(parts) ? 'none' : judged,
    ageSeconds,
    result: { cause, words: parts.live.words } satisfies FocusResult,
  }
}
