/** The shape of one language's sentences. */
import type { IssueType } from './company'

export interface IssuePhrases {
  readonly title: string
  /** what the customer begins with, and adds later */
  readonly ask: readonly string[]
  readonly more: readonly string[]
  /** what the agent begins and ends with */
  readonly reply: readonly string[]
  readonly solve: readonly string[]
}

export const COMPLAINT_CATEGORIES = ['物流', '商品质量', '服务态度', '售后退款', '价格与活动'] as const
export type ComplaintCategory = (typeof COMPLAINT_CATEGORIES)[number]

export interface Phrases {
  readonly issues: Readonly<Record<IssueType, IssuePhrases>>
  readonly campaign: readonly string[]
  readonly more: readonly string[]
  readonly agentMore: readonly string[]
  readonly thanks: readonly string[]
  readonly close: readonly string[]
  readonly autoGreeting: readonly string[]
  readonly bot: readonly string[]
  readonly botAnswer: readonly string[]
  readonly toHuman: readonly string[]
  readonly notes: readonly string[]
  readonly again: readonly string[]
  readonly outbound: readonly string[]
  readonly complaints: Readonly<Record<ComplaintCategory, readonly string[]>>
  readonly suggestions: readonly string[]
}
