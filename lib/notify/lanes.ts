/** How a lane moves: spacing, back-off, and which messages are told in one. Pure. */
import { formats } from '@/lib/i18n/format'
import { translator } from '@/lib/i18n/translate'
import type { Locale } from '@/lib/metrics/types'
import { valueText } from './content'
import { staffOf } from './outside'
import type { AlarmMessage, MessageItem, MessageSetting, SendLimits } from './types'

const SECOND = 1000
const MINUTE = 60 * SECOND

const FIRST_RETRY = 5 * SECOND
const LAST_RETRY = 30 * MINUTE
/** A lane tries more often than one message: new ones wait behind it. */
const LAST_LANE_RETRY = 5 * MINUTE
const JITTER = 0.2

/** Milliseconds before the next attempt after `failures` of them: 5 s, 10 s … 30 min, each a fifth more or less. `random` in [0, 1). */
export function backOff(failures: number, random: number, most = LAST_RETRY): number {
  const plain = Math.min(most, FIRST_RETRY * 2 ** Math.min(20, Math.max(0, failures - 1)))
  return Math.round(plain * (1 - JITTER + 2 * JITTER * random))
}

/** As `backOff`, for the whole lane of a target that fails. */
export function laneBackOff(failures: number, random: number): number {
  return backOff(failures, random, LAST_LANE_RETRY)
}

/** Whether a lane has spent so much of its minute that messages are gathered rather than sent one by one. */
function isBusy(limits: SendLimits, used: number): boolean {
  return limits.perMinute !== null && used * 3 >= limits.perMinute
}

/** Milliseconds between this message and the next; `used` physical messages of the last minute, this one not counted. */
export function spacing(limits: SendLimits, used: number): number {
  const second = limits.perSecond === null ? 0 : Math.ceil(SECOND / limits.perSecond) + 50
  const minute = limits.perMinute !== null && isBusy(limits, used) ? Math.ceil(MINUTE / limits.perMinute) : 0
  return Math.max(second, minute)
}

/** Epoch ms from which the lane's limit lets one more through; null = now. */
export function limitedUntil(limits: SendLimits, used: number, oldestAt: number | null): number | null {
  if (limits.perMinute === null || used < limits.perMinute || oldestAt === null) return null
  return oldestAt + MINUTE
}

const FOLD_FROM = 4
const FOLD_FROM_BUSY = 2

/** Whether this many messages to one recipient become one. A lane without limits tells each by itself. */
export function foldsFrom(limits: SendLimits, used: number, waiting: number): boolean {
  if (limits.perMinute === null && limits.perSecond === null) return false
  return waiting >= (isBusy(limits, used) ? FOLD_FROM_BUSY : FOLD_FROM)
}

/** One line of a digest: number, kind, time, title and value. */
function itemOf(message: AlarmMessage, zone: string): MessageItem {
  const title = (locale: Locale) => {
    const value =
      message.value === null ? '' : ` · ${valueText(formats(locale, zone), message.unit, message.value)}`
    return `${message.title[locale]}${value}`
  }
  return {
    title: { zh: title('zh'), en: title('en') },
    path: message.path,
    kind: message.kind,
    severity: message.severity,
    at: message.at,
    ...(message.incident === null ? {} : { number: message.incident.number }),
  }
}

/** Many messages as one that lists each of them, oldest first. */
export function digestOf(messages: readonly AlarmMessage[], zone: string): AlarmMessage {
  const count = messages.length
  const title = (locale: Locale) => translator(locale)('notify.digest', { count })
  return {
    kind: 'summary',
    incident: null,
    title: { zh: title('zh'), en: title('en') },
    severity: messages.some((message) => message.severity === 'bad') ? 'bad' : 'watch',
    metric: null,
    unit: 'count',
    value: null,
    limit: null,
    since: Math.min(...messages.map((message) => message.since)),
    at: Math.max(...messages.map((message) => message.at)),
    scope: [],
    owner: null,
    trend: [],
    path: '/incidents',
    vip: messages.some((message) => message.vip),
    note: null,
    items: messages.map((message) => itemOf(message, zone)),
    staff: [...new Set(messages.flatMap(staffOf))],
  }
}

/** How many of the messages, from the first on, fit into one digest of at most `maxBytes`; at least one. */
export function fitting(
  messages: readonly AlarmMessage[],
  content: (message: AlarmMessage, at: MessageSetting) => string,
  at: MessageSetting,
  maxBytes: number,
): number {
  const fits = (count: number) =>
    Buffer.byteLength(content(digestOf(messages.slice(0, count), at.zone), at)) <= maxBytes
  let low = 1
  let high = messages.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}
