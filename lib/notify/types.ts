/** What is told, to whom, and how targets answer. Data only; nothing here runs. */
import type { Locale, Unit } from '@/lib/metrics/types'

export const TARGET_KINDS = [
  'inbox',
  'wall',
  'email',
  'wecom',
  'dingtalk',
  'feishu',
  'slack',
  'webhook',
  'sms',
] as const
export type TargetKind = (typeof TARGET_KINDS)[number]

export const MESSAGE_KINDS = [
  /** an incident opened */
  'fired',
  /** nobody acknowledged in time */
  'escalated',
  'repeated',
  'worse',
  'flapping',
  'recovered',
  'resolved',
  'reopened',
  /** assigned or handed over to somebody */
  'assigned',
  /** a task is due soon, is overdue, or was given to somebody */
  'task',
  /** one message about many, after an outage of ours or beyond a rate limit */
  'summary',
  'test',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** Column `message` of `delivery`: the facts of a message, in no language. Customer text is masked before it gets here. */
export interface AlarmMessage {
  readonly kind: MessageKind
  /** `A-2207`; null for tests and tasks without an incident */
  readonly incident: { readonly id: string; readonly number: number } | null
  /** in both languages where it is ours, the same text twice where an administrator wrote it */
  readonly title: Readonly<Record<Locale, string>>
  readonly severity: 'watch' | 'bad'
  readonly metric: string | null
  readonly unit: Unit
  readonly value: number | null
  readonly limit: number | null
  /** epoch ms */
  readonly since: number
  readonly at: number
  /** label and value of what it is about, e.g. channel 抖音; values are data of sources: escape them */
  readonly scope: readonly { readonly dimension: string; readonly value: string }[]
  readonly owner: string | null
  /** the newest values, oldest first, for a small trend; null = gap */
  readonly trend: readonly (number | null)[]
  /** path of the page that opens it, e.g. `/incidents/2207` */
  readonly path: string
  readonly vip: boolean
  /** masked words of a customer or an administrator: escape them */
  readonly note: string | null
  /** in a summary: what is listed, every one of them */
  readonly items?: readonly { readonly title: Readonly<Record<Locale, string>>; readonly path: string }[]
}

/** What one attempt came to. */
export type SendOutcome =
  | { readonly ok: true; readonly status: number | null; readonly response: string }
  | {
      readonly ok: false
      /** `rejected` = will never work as it is (bad key, bad address): not tried again */
      readonly why: 'rejected' | 'rate_limited' | 'failed' | 'refused_address' | 'timeout'
      readonly status: number | null
      readonly response: string
      readonly retryAfterMs: number | null
    }

/** The outgoing request, made by pure code and sent by the guarded fetch. */
export interface OutgoingRequest {
  readonly method: 'POST' | 'GET'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SendLimits {
  readonly perMinute: number | null
  readonly perSecond: number | null
}

/** A target that is reached by one HTTP request: one file in `lib/notify/targets`, one line in its index. Pure. */
export interface HttpTarget<Config> {
  readonly id: TargetKind
  readonly text: Readonly<Record<Locale, { readonly label: string; readonly help: string }>>
  readonly limits: SendLimits
  /** most characters or bytes a message may have, for digests */
  readonly maxBytes: number
  readonly request: (
    message: AlarmMessage,
    config: Config,
    at: {
      readonly now: number
      readonly locale: Locale
      readonly baseUrl: string
      readonly recipient: string
      readonly resent: boolean
      readonly deliveryId: string
      readonly zone: string
    },
  ) => OutgoingRequest
  /** reads the answer: robots say 200 with an error code in the body */
  readonly judge: (status: number, headers: Readonly<Record<string, string>>, body: string) => SendOutcome
}
