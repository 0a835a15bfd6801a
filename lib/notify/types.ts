/** What is told, to whom, and how targets answer. Data only; nothing here runs. */
import type { ZodType } from 'zod'
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
  /** a target could not be reached three times: told to administrators in the app */
  'target_failing',
  'test',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** Column `state` of `delivery`; see prisma/schema/alarms.prisma. */
export const DELIVERY_STATES = ['waiting', 'sending', 'sent', 'failed', 'digested', 'dropped'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

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
  readonly items?: readonly MessageItem[]
  /** names of people of the company in its texts, beside the owner and the agent of its scope */
  readonly staff?: readonly string[]
}

/** One line of a summary. What is left out is not shown. */
export interface MessageItem {
  readonly title: Readonly<Record<Locale, string>>
  readonly path: string
  readonly kind?: MessageKind
  readonly severity?: 'watch' | 'bad'
  /** the incident's number */
  readonly number?: number
  /** epoch ms */
  readonly at?: number
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
      /** the other side may have taken it though we never heard: the next attempt says 重发 */
      readonly uncertain?: boolean
      /** it is the recipient's address that is wrong, not the target */
      readonly recipientOnly?: boolean
    }

/** The outgoing request, made by pure code and sent by the guarded fetch. */
export interface OutgoingRequest {
  readonly method: 'POST' | 'GET'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of a request: an answer, or why there is none. `detail` never holds the address asked. */
export type HttpAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** lower case */
      readonly headers: Readonly<Record<string, string>>
      /** cut at the size cap */
      readonly body: string
    }
  | {
      readonly kind: 'refused_address' | 'timeout' | 'failed'
      readonly detail: string
      readonly uncertain: boolean
    }

/** A mail, made by pure code. Addresses are plain `local@domain`. */
export interface OutgoingMail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  /** the same for every attempt of a delivery, so that mail programs fold repeats */
  readonly messageId: string
}

/** How an SMTP server is reached. `security`: `tls` from the first byte, `starttls` required, or `none`. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | null
  readonly password: string | null
  readonly from: string
  readonly fromName: string
}

export interface SendLimits {
  readonly perMinute: number | null
  readonly perSecond: number | null
}

/** What a message is made with beside its facts. */
export interface MessageSetting {
  /** epoch ms */
  readonly now: number
  readonly locale: Locale
  /** without a slash at its end */
  readonly baseUrl: string
  /** a telephone number, an address, or '' for a group */
  readonly recipient: string
  readonly resent: boolean
  readonly deliveryId: string
  readonly zone: string
}

/** A target that is reached by one HTTP request: one file in `lib/notify/targets`, one line in its index. Pure. */
export interface HttpTarget<Config> {
  readonly id: TargetKind
  /** checks public and secret fields together */
  readonly config: ZodType<Config>
  readonly limits: SendLimits
  /** most bytes of `content`, for digests */
  readonly maxBytes: number
  /** the words of the message as the target shows them, escaped for it */
  readonly content: (message: AlarmMessage, at: MessageSetting) => string
  readonly request: (message: AlarmMessage, config: Config, at: MessageSetting) => OutgoingRequest
  /** reads the answer: robots say 200 with an error code in the body */
  readonly judge: (
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string,
    config: Config,
  ) => SendOutcome
}
