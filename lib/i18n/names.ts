/** Names of values that come from data: channels, tiers, priorities. Unknown ones are shown as they came. */
import { maskName } from '@/lib/core/masking'
import type { Locale } from './locale'

const CHANNELS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  wechat: { zh: '微信', en: 'WeChat' },
  wecom: { zh: '企业微信', en: 'WeCom' },
  weibo: { zh: '微博', en: 'Weibo' },
  taobao: { zh: '淘宝', en: 'Taobao' },
  jd: { zh: '京东', en: 'JD' },
  pdd: { zh: '拼多多', en: 'Pinduoduo' },
  douyin: { zh: '抖音', en: 'Douyin' },
  web: { zh: '官网', en: 'Website' },
  app: { zh: 'App', en: 'App' },
  email: { zh: '邮件', en: 'Email' },
  phone: { zh: '400 电话', en: 'Phone' },
  sms: { zh: '短信', en: 'SMS' },
  store: { zh: '门店', en: 'Store' },
}

/** Channels the product has a name for, in the order it offers them. */
export const KNOWN_CHANNELS: readonly string[] = Object.keys(CHANNELS)

const TIERS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  vip: { zh: 'VIP', en: 'VIP' },
  high: { zh: '高价值', en: 'High value' },
  normal: { zh: '普通', en: 'Normal' },
  new: { zh: '新客', en: 'New' },
}

const PRIORITIES: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  urgent: { zh: '紧急', en: 'Urgent' },
  high: { zh: '高', en: 'High' },
  normal: { zh: '普通', en: 'Normal' },
  low: { zh: '低', en: 'Low' },
}

const MISSING = { zh: '未填', en: 'Not set' } as const

function named(
  table: Readonly<Record<string, Readonly<Record<Locale, string>>>>,
  locale: Locale,
  value: string | null,
): string {
  if (value === null || value === '') return MISSING[locale]
  return Object.hasOwn(table, value) ? (table[value]?.[locale] ?? value) : value
}

type Labels = Readonly<Record<string, string>>

/** What the company calls what its sources name, by their names; and which channels it shows to nobody. */
export interface CompanyNames {
  readonly channel: Labels
  readonly team: Labels
  readonly agent: Labels
  readonly product: Labels
  readonly hidden: readonly string[]
}

export const NO_NAMES: CompanyNames = { channel: {}, team: {}, agent: {}, product: {}, hidden: [] }

interface Held {
  readonly names: CompanyNames
  readonly hidden: ReadonlySet<string>
}

const KEY = Symbol.for('helmline.names')

// One company runs one product, so that what it calls things is the same for everybody. Each process and each browser
// holds it once: Next bundles pages and routes apart, and what one of them has read the other is to show.
const holder = globalThis as { [KEY]?: Held }
const NOTHING: Held = { names: NO_NAMES, hidden: new Set() }
const held = (): Held => holder[KEY] ?? NOTHING

/**
 * Takes up what the company calls things. Channels without an entry keep their built-in names, and so do those whose
 * entry is one of these: it is translated then.
 */
export function takeNames(given: CompanyNames): void {
  if (given === held().names) return
  const channel = Object.fromEntries(
    Object.entries(given.channel).filter(
      ([id, label]) => !Object.hasOwn(CHANNELS, id) || !Object.values(CHANNELS[id] ?? {}).includes(label),
    ),
  )
  holder[KEY] = { names: { ...given, channel }, hidden: new Set(given.hidden) }
}

/** What the company calls things, for a browser to take up. */
export function companyNames(): CompanyNames {
  return held().names
}

/** The same with every agent's name masked but `own`'s. */
export function maskedAgents(names: CompanyNames, own: string | null): CompanyNames {
  const agents = Object.entries(names.agent).map(([agent, label]) => [
    agent,
    agent === own ? label : maskName(label),
  ])
  return { ...names, agent: Object.fromEntries(agents) }
}

/** The same with the names of these agents and of no others. */
export function onlyAgents(names: CompanyNames, agents: readonly string[]): CompanyNames {
  const known = new Set(agents)
  return {
    ...names,
    agent: Object.fromEntries(Object.entries(names.agent).filter(([agent]) => known.has(agent))),
  }
}

/** Whether the company shows this channel to nobody: it leaves choices, lists and walls, and stays in every total. */
export function isHiddenChannel(channel: string | null | undefined): boolean {
  return typeof channel === 'string' && held().hidden.has(channel)
}

const labelOf = (labels: Labels, value: string): string =>
  Object.hasOwn(labels, value) ? (labels[value] ?? value) : value

/** A team as the company calls it. */
export const teamName = (team: string): string => labelOf(held().names.team, team)
/** An agent as the company calls them. */
export const agentLabel = (agent: string): string => labelOf(held().names.agent, agent)

/** A channel's name: as the company calls it, else `douyin` → 抖音. */
export function channelName(locale: Locale, channel: string | null): string {
  const { channel: labels } = held().names
  if (channel !== null && Object.hasOwn(labels, channel)) return labels[channel] ?? channel
  return builtInChannelName(locale, channel)
}

/** The name the product has for a channel. */
export function builtInChannelName(locale: Locale, channel: string | null): string {
  return named(CHANNELS, locale, channel)
}

/** A value of any dimension as people read it. */
export function dimensionValueName(locale: Locale, dimension: string, value: string | null): string {
  if (dimension === 'channel') return channelName(locale, value)
  if (dimension === 'customerTier') return named(TIERS, locale, value)
  if (dimension === 'priority') return named(PRIORITIES, locale, value)
  if (value !== null && (dimension === 'team' || dimension === 'agent' || dimension === 'product'))
    return named({}, locale, labelOf(held().names[dimension], value))
  return named({}, locale, value)
}

/** The name of a choice as it stands inside a sentence: "A week earlier" → "a week earlier". */
export const inSentence = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
